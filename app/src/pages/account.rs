//! Getting in: first set-up, signing in, joining by invitation. Plain forms that work without a script.

/// What a form is shown with: what was typed before, and what was wrong with it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FormState {
    /// What was wrong with the form as a whole, in words; shown above it and announced.
    pub error: Option<String>,
    /// The name as typed.
    pub name: String,
    /// The handle as typed.
    pub handle: String,
    /// Where to go afterwards, a path on this site.
    pub next: Option<String>,
}

/// First set-up: `GET`/`POST /setup` with `code`, `name`, `handle`, `password`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setup {
    /// Whether to ask for the one-time code from the terminal.
    pub needs_code: bool,
    /// The form.
    pub form: FormState,
}

/// Signing in: `GET`/`POST /login` with `handle`, `password`, `next`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Login {
    /// The form.
    pub form: FormState,
}

/// Joining: `GET`/`POST /join/{token}` with `name`, `handle`, `password`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Join {
    /// The token from the link.
    pub token: String,
    /// Who invited, by name.
    pub invited_by: String,
    /// The form.
    pub form: FormState,
}
