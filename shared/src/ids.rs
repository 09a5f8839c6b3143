//! Identifiers: UUIDs of version 7, one type for each kind of thing so that they cannot be mixed up.
//!
//! Version 7 begins with the time it was made, so rows sort by age and indexes grow at one end.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(value_type = String, format = Uuid))]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl $name {
            /// A fresh identifier from the clock and the random source of this machine.
            #[must_use]
            pub fn fresh() -> Self {
                Self(Uuid::now_v7())
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }

        impl From<Uuid> for $name {
            fn from(uuid: Uuid) -> Self {
                Self(uuid)
            }
        }
    };
}

id!(
    /// A person who may sign in.
    AccountId
);
id!(
    /// A story, draft or published.
    StoryId
);
id!(
    /// One entry of a story. Made by whoever adds the item, so that an edit can be written offline.
    ItemId
);
id!(
    /// A captured post.
    PostId
);
id!(
    /// A picture in the media store, or one that is still to be copied into it.
    MediaId
);
id!(
    /// One edit as its author sent it; sending it twice changes nothing.
    EditId
);
