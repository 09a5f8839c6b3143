//! Calls to `/api/v1`.
