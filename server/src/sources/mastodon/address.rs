//! Which addresses are those of posts on servers with the Mastodon API.

use url::Url;

/// What an address says about a post.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum PostAddress {
    /// The server's identifier is in it.
    Id(String),
    /// It leads to the post's page on Akkoma or Pleroma, and that address has the identifier.
    Redirects,
}

/// Reads the address of a post; `None` when it is something else.
pub(super) fn read(url: &Url) -> Option<PostAddress> {
    let segments: Vec<&str> = url.path_segments()?.filter(|segment| !segment.is_empty()).collect();
    let number = |id: &str| id.len() <= 32 && id.chars().all(|character| character.is_ascii_digit());
    let word = |id: &str| id.len() <= 64 && id.chars().all(|character| character.is_ascii_alphanumeric());
    let id = match segments.as_slice() {
        // The web client's views of a post begin with a word of their own.
        ["web" | "deck", rest @ ..] => match rest {
            [account, id] if account.starts_with('@') && number(id) => id,
            ["statuses", id] if number(id) => id,
            _ => return None,
        },
        [account, id] if account.starts_with('@') && number(id) => id,
        [account, "statuses", id] if account.starts_with('@') && word(id) => id,
        ["users", _, "statuses", id] | ["ap", "users", _, "statuses", id] if word(id) => id,
        ["notice", id] if word(id) => id,
        ["objects", _] => return Some(PostAddress::Redirects),
        _ => return None,
    };
    Some(PostAddress::Id((*id).to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(url: &str) -> Option<PostAddress> {
        read(&url.parse().expect("an address"))
    }

    #[test]
    fn addresses_of_posts_are_recognised() {
        let posts = [
            ("https://a.example/@ada/117020593741189701", "117020593741189701"),
            ("https://a.example/@ada@b.example/117020593741189701/", "117020593741189701"),
            ("https://a.example/web/@ada/1170", "1170"),
            ("https://a.example/deck/@ada@b.example/1170", "1170"),
            ("https://a.example/web/statuses/1170", "1170"),
            ("https://a.example/users/ada/statuses/1170", "1170"),
            ("https://a.example/ap/users/1170/statuses/1171?x=1#y", "1171"),
            ("https://a.example/@ada/statuses/01HV2ZQ8X3", "01HV2ZQ8X3"),
            ("https://a.example/notice/AgZ3kPq", "AgZ3kPq"),
        ];
        for (url, id) in posts {
            assert_eq!(parsed(url), Some(PostAddress::Id(id.to_owned())), "{url}");
        }
        let object = "https://a.example/objects/0c1b6e7e-4a66-4d7e-a53d-5be15fd75e1e";
        assert_eq!(parsed(object), Some(PostAddress::Redirects));
    }

    #[test]
    fn other_pages_are_not() {
        let others = [
            "https://a.example/",
            "https://a.example/@ada",
            "https://medium.com/@ada/a-story-1f2e3d",
            "https://www.tiktok.com/@ada/video/7106594312292453675",
            "https://www.youtube.com/@ada/videos",
            "https://www.threads.net/@ada/post/C1x",
            "https://bsky.app/profile/ada.example/post/3k",
        ];
        for url in others {
            assert_eq!(parsed(url), None, "{url}");
        }
    }
}
