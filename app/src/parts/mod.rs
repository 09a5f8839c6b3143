//! Small pieces that the server's pages and the editor share.
