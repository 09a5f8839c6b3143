//! People who may sign in: set-up, signing in, invitations, settings, API tokens.

pub mod password;
pub mod token;
