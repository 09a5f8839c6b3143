//! Addresses of posts: `https://bsky.app/profile/…/post/…` and `at://…/app.bsky.feed.post/…`.

use url::Url;

/// Web clients of the network that use the same addresses.
const CLIENTS: [&str; 4] = ["bsky.app", "main.bsky.dev", "deer.social", "blacksky.community"];
/// The collection that posts are in.
const POSTS: &str = "app.bsky.feed.post";

/// Which post: whose, and its key among theirs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct PostAddress {
    /// A DID or a handle.
    pub actor: String,
    /// The record's key.
    pub key: String,
}

impl PostAddress {
    /// Reads an address of either form.
    pub fn read(address: &str) -> Option<Self> {
        match address.get(..5).filter(|scheme| scheme.eq_ignore_ascii_case("at://")) {
            Some(_) => Self::from_parts(address[5..].split('/').collect::<Vec<_>>().as_slice()),
            None => Self::from_url(&Url::parse(address).ok()?),
        }
    }

    /// Reads the address of a post's page.
    pub fn from_url(url: &Url) -> Option<Self> {
        let host = url.host_str()?;
        CLIENTS.contains(&host.strip_prefix("www.").unwrap_or(host)).then_some(())?;
        let segments: Vec<&str> = url.path_segments()?.collect();
        match segments.as_slice() {
            ["profile", actor, "post", key, ..] => Self::from_parts(&[actor, POSTS, key]),
            _ => None,
        }
    }

    fn from_parts(parts: &[&str]) -> Option<Self> {
        let [actor, POSTS, key] = parts else { return None };
        // An actor comes as it stands in an address, where a DID's colons may be escaped.
        let actor = actor.replace("%3A", ":").replace("%3a", ":");
        let fits =
            |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || "._:~%-".contains(c));
        (fits(&actor) && fits(key)).then(|| Self { actor, key: (*key).to_owned() })
    }

    /// The page of the post at the network's own client.
    pub fn page(&self) -> String {
        format!("https://bsky.app/profile/{}/post/{}", self.actor, self.key)
    }

    /// The permanent identifier, once the actor is known by DID.
    pub fn uri(&self, did: &str) -> String {
        format!("at://{did}/{POSTS}/{}", self.key)
    }
}

/// The page that stands for the `at://` address of a post.
pub(in crate::sources) fn web_address(at_uri: &str) -> Option<Url> {
    Url::parse(&PostAddress::read(at_uri)?.page()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_forms_of_addresses_are_read() {
        let forms = [
            ("https://bsky.app/profile/ada.example/post/3lpk2u6qo222m", "ada.example"),
            ("https://bsky.app/profile/did:plc:abc/post/3lpk2u6qo222m?ref=x", "did:plc:abc"),
            ("https://bsky.app/profile/did%3Aplc%3Aabc/post/3lpk2u6qo222m/quotes", "did:plc:abc"),
            ("at://did:plc:abc/app.bsky.feed.post/3lpk2u6qo222m", "did:plc:abc"),
            ("AT://ada.example/app.bsky.feed.post/3lpk2u6qo222m", "ada.example"),
        ];
        for (address, actor) in forms {
            let expected = PostAddress { actor: actor.to_owned(), key: "3lpk2u6qo222m".to_owned() };
            assert_eq!(PostAddress::read(address), Some(expected), "{address}");
        }
    }

    #[test]
    fn other_addresses_are_not_posts() {
        let others = [
            "https://bsky.app/profile/ada.example",
            "https://bsky.app/profile/ada.example/feed/whats-hot",
            "https://example.org/profile/ada.example/post/3k",
            "at://did:plc:abc/app.bsky.feed.like/3k",
            "at://did:plc:abc/app.bsky.feed.post/<script>",
            "at:/",
            "ät://x",
        ];
        for address in others {
            assert_eq!(PostAddress::read(address), None, "{address}");
        }
    }
}
