//! Reading answers of servers that do not all keep to the letter: what is odd in a part is left out, the rest stays.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};
use serde_json::Value;

/// A value of another type than expected counts as absent.
pub(super) fn value<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: DeserializeOwned + Default,
{
    let value = Value::deserialize(deserializer)?;
    Ok(T::deserialize(value).unwrap_or_default())
}

/// Entries of another shape than expected are left out.
pub(super) fn list<'de, D, T>(deserializer: D) -> Result<Vec<T>, D::Error>
where
    D: Deserializer<'de>,
    T: DeserializeOwned,
{
    let entries = match Value::deserialize(deserializer)? {
        Value::Array(entries) => entries,
        _ => Vec::new(),
    };
    Ok(entries.into_iter().filter_map(|entry| T::deserialize(entry).ok()).collect())
}

/// A language as a BCP 47 tag, if it looks like one.
pub(super) fn language(tag: &str) -> Option<String> {
    let tag = tag.trim().replace('_', "-");
    let parts_fit = tag
        .split('-')
        .all(|part| (1..=8).contains(&part.len()) && part.chars().all(|character| character.is_ascii_alphanumeric()));
    (parts_fit && tag.len() <= 35 && tag.len() >= 2).then_some(tag)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Deserialize, PartialEq)]
    struct Odd {
        #[serde(default, deserialize_with = "value")]
        width: Option<u32>,
        #[serde(default, deserialize_with = "list")]
        tags: Vec<String>,
    }

    #[test]
    fn what_is_odd_is_left_out() {
        let read = |json: &str| serde_json::from_str::<Odd>(json).expect("reads");
        assert_eq!(
            read(r#"{"width":"100%","tags":["a",1,"b"]}"#),
            Odd { width: None, tags: vec!["a".into(), "b".into()] }
        );
        assert_eq!(read(r#"{"width":7,"tags":null}"#), Odd { width: Some(7), tags: vec![] });
        assert_eq!(read("{}"), Odd { width: None, tags: vec![] });
    }

    #[test]
    fn languages_are_tags() {
        assert_eq!(language("pt_BR"), Some("pt-BR".to_owned()));
        for bad in ["", "x", "en\" onclick=", "averylongword"] {
            assert_eq!(language(bad), None, "{bad}");
        }
    }
}
