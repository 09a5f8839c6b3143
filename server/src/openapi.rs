//! The OpenAPI document, made from the handlers themselves.

use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::{Modify, OpenApi};

/// The parts that handlers do not say.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Sheaf",
        description = "Stories made of social posts. Errors are RFC 9457 problem details. Sign in with a browser \
                       session or an API token from the settings page (`Authorization: Bearer sheaf_…`)."
    ),
    // Added to the router apart from the others, where no time runs out.
    paths(crate::imports::api::import),
    servers((url = "/api/v1")),
    tags(
        (name = "stories", description = "Stories and the edits that change them"),
        (name = "people", description = "Who else may see and edit a story"),
        (name = "posts", description = "Searching sources and capturing posts"),
        (name = "media", description = "Pictures")
    ),
    modifiers(&Security),
    security(("token" = []))
)]
pub struct ApiDoc;

struct Security;

impl Modify for Security {
    fn modify(&self, openapi: &mut utoipa::openapi::OpenApi) {
        let scheme = SecurityScheme::Http(HttpBuilder::new().scheme(HttpAuthScheme::Bearer).build());
        openapi.components.get_or_insert_default().add_security_scheme("token", scheme);
    }
}
