//! JSON inside a page.

use leptos::prelude::*;

/// A block of JSON: linked data for search engines, or what the editor starts with.
///
/// `<` is written as `\u003c`, so no value can close the element or open a comment in it.
#[component]
pub fn Json<T: serde::Serialize + 'static>(
    /// The media type.
    kind: &'static str,
    /// For scripts that look for it.
    #[prop(optional)]
    id: Option<&'static str>,
    /// What is written.
    value: T,
) -> impl IntoView {
    let json = escaped_json(&value);
    view! { <script type=kind id=id inner_html=json></script> }
}

/// JSON that cannot leave the element it stands in. A value that does not serialise (no type of ours) is `null`.
fn escaped_json<T: serde::Serialize>(value: &T) -> String {
    let json = serde_json::to_string(value).unwrap_or_else(|_| "null".to_owned());
    json.replace('<', "\\u003c")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_value_closes_the_script() {
        let hostile = serde_json::json!({ "headline": "</script><script>alert(1)</script><!--" });
        let json = escaped_json(&hostile);
        assert!(!json.contains('<'), "{json}");
        assert_eq!(serde_json::from_str::<serde_json::Value>(&json).expect("still JSON"), hostile);
    }
}
