//! The curator's own words in the planned story.

/// A drawing of the curator's, and what it shows.
pub struct Drawing {
    /// Its file.
    pub name: &'static str,
    /// What it shows.
    pub alt: &'static str,
}

/// A part of the story: the answers to one question.
pub struct Section {
    /// Its heading.
    pub heading: &'static str,
    /// A few words in between, CommonMark.
    pub note: &'static str,
}

/// The title.
pub const TITLE: &str = "Round-up: #harbourchat, label unknown";

/// The introduction.
pub const INTRODUCTION: &str = "Every Wednesday at eight, people who keep small museums, archives and libraries going \
    meet for an hour under **#harbourchat**. This week they brought the things they cannot explain.\n\n\
    *The chat and everyone in it are invented: this story shows what Sheaf can do.*";

/// The cover.
pub const COVER: Drawing = Drawing {
    name: "harbour-evening.png",
    alt: "Drawing of a small harbour at dusk: five narrow houses with lit windows, two sailing boats, and a full moon \
          with its reflection in the water.",
};

/// Opens the story.
pub const OPENING: &str = "Five questions, seventy minutes, one whistle. What follows is the hour in order, without the \
    reposts, and with the answers under the question they belong to. Times are UTC.";

/// The curator's picture.
pub const PICTURE: Drawing = Drawing {
    name: "empty-plinth.png",
    alt: "Drawing of an empty glass dome on a plinth with a small label that cannot be read; two framed pictures hang \
          on the wall behind it.",
};

/// The line under it.
pub const CAPTION: &str = "The thing without a label. Drawn from memory, and from nothing.";

/// The sections, one for each question.
pub const SECTIONS: [Section; 5] = [
    Section {
        heading: "Who is at the quay?",
        note: "Introductions first. If you count along: sixteen voices, two cats, and one entry fee payable in jokes.",
    },
    Section {
        heading: "The thing without a label",
        note: "Then the pictures came. Read on for **the whistle**: a retired ferry engineer named in seven posts what \
               a button museum had wondered about for years.\n\n> For calling someone who cannot see you.",
    },
    Section {
        heading: "How to ask for help",
        note: "Three ideas to take home from this part:\n\n- ask in a place where people already talk;\n- say what you \
               do not know, in a line of its own;\n- ask first *whose* it is.",
    },
    Section {
        heading: "What we got wrong",
        note: "Nobody was spared, and nobody minded. Being corrected turned out to be the best thing that can happen \
               to a label.",
    },
    Section {
        heading: "One honest sentence",
        note: "The last question asked for a promise. We will ask again in spring who kept theirs.",
    },
];

/// Closes the story.
pub const CLOSING: &str = "Next Wednesday, same time: “Who turned the heating off?” Bring a blanket. The guide that was \
    mentioned is at [example.org/asking-well](https://example.org/asking-well).";
