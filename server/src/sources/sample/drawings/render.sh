#!/bin/sh
# Renders the drawings (960 × 640) and avatars (96 × 96) of the sample chat to ../pictures, with few colours so that
# each stays within 20 kB. Needs Chromium and ImageMagick; only for whoever changes a drawing.
set -eu
cd "$(dirname "$0")"
mkdir -p ../pictures/avatars
profile=$(mktemp -d)
trap 'rm -rf "$profile"' EXIT

# render SVG WIDTHxHEIGHT: the picture appears under the same name in ../pictures. The window is larger than the
# drawing, since headless Chromium leaves the place of its tool bar empty; the rest is cut off.
render() {
    png="../pictures/${1%.svg}.png"
    chromium --headless --no-sandbox --disable-gpu --hide-scrollbars --user-data-dir="$profile" \
        --window-size=1000,900 --screenshot="$png" "file://$PWD/$1" >/dev/null 2>&1
    convert "$png" -crop "$2+0+0" +repage -strip -dither None -colors 24 -define png:compression-level=9 "PNG8:$png"
    echo "$png: $(wc -c <"$png") bytes"
}

for drawing in *.svg; do render "$drawing" 960x640; done
for avatar in avatars/*.svg; do render "$avatar" 96x96; done
