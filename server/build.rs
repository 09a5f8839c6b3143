//! Makes a release build take in the browser files anew when they have changed. Debug builds read them from disk.

use std::env;
use std::error::Error;
use std::fs;
use std::path::PathBuf;

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    if env::var("PROFILE")? == "release" {
        let site = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?).join("../target/site");
        // A watched path that is missing would mean a new build every time.
        fs::create_dir_all(&site)?;
        println!("cargo::rerun-if-changed={}", site.display());
    }
    Ok(())
}
