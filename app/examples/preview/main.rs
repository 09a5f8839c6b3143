//! Renders every page with invented data into a folder, to look at them:
//! `cargo run -p app --example preview -- OUTDIR`, then serve OUTDIR with any static file server.

mod pages;
mod pictures;
mod posts;
mod stories;
mod studio;

use std::error::Error;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(env::args().nth(1).ok_or("Name the folder to write to.")?);
    fs::create_dir_all(folder.join("media"))?;
    pictures::write_all(&folder.join("media"))?;
    write_style(&folder)?;
    for (name, html) in pages::all() {
        fs::write(folder.join(name).with_extension("html"), html)?;
    }
    Ok(())
}

/// Puts each bundle together as the build does, without making it smaller.
fn write_style(folder: &Path) -> Result<(), Box<dyn Error>> {
    let style = Path::new(env!("CARGO_MANIFEST_DIR")).join("../style");
    for bundle in ["story", "studio", "editor"] {
        let list = fs::read_to_string(style.join(format!("{bundle}.bundle.css")))?;
        let mut sheet = String::new();
        for name in list.lines().filter_map(|line| line.strip_prefix("@import \"")?.strip_suffix("\";")) {
            sheet += &fs::read_to_string(style.join(name)).unwrap_or_default();
        }
        fs::write(folder.join(format!("{bundle}.css")), sheet)?;
    }
    fs::copy(style.join("icon.svg"), folder.join("icon.svg"))?;
    Ok(())
}
