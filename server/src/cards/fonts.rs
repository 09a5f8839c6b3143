//! The fonts of this machine, and one of our own for machines without any.

use std::sync::{Arc, LazyLock};

use resvg::usvg::fontdb::Database;

/// Latin, Greek and Cyrillic letters of DejaVu Sans Bold; see `fallback.LICENSE`.
const FALLBACK: &[u8] = include_bytes!("fallback.ttf");

/// Wanted first to last; whatever these lack is taken from any font that has it.
const FAMILIES: [&str; 6] = ["Inter", "Noto Sans", "Source Sans 3", "Open Sans", "Liberation Sans", "DejaVu Sans"];

/// Read once, when the first card is drawn.
pub fn fonts() -> Arc<Database> {
    static FONTS: LazyLock<Arc<Database>> = LazyLock::new(|| Arc::new(load()));
    Arc::clone(&FONTS)
}

fn load() -> Database {
    let mut fonts = Database::new();
    fonts.load_system_fonts();
    fonts.load_font_data(FALLBACK.to_vec());
    let is_here = |family: &&&str| fonts.faces().any(|face| face.families.iter().any(|(name, _)| name == **family));
    let family = FAMILIES.iter().find(is_here).copied().unwrap_or("DejaVu Sans");
    fonts.set_sans_serif_family(family);
    fonts.set_serif_family(family);
    fonts
}
