//! People who may sign in: set-up, signing in, invitations, settings, API tokens.

pub mod api_tokens;
pub mod invitations;
pub mod password;
pub mod setup_code;
pub mod store;
pub mod token;
