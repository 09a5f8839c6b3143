//! Numbers of things in words.

/// "1 item", "90 items".
#[must_use]
pub fn counted(count: usize, noun: &str) -> String {
    [count.to_string().as_str(), " ", noun, if count == 1 { "" } else { "s" }].concat()
}

/// "5,700,000".
#[must_use]
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let first = digits.len() % 3;
    let (head, rest) = digits.split_at(first);
    let groups = rest.as_bytes().chunks(3).map(|group| String::from_utf8_lossy(group).into_owned());
    let parts: Vec<String> = Some(head.to_owned()).filter(|head| !head.is_empty()).into_iter().chain(groups).collect();
    parts.join(",")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_numbers_are_grouped() {
        for (number, words) in [(0, "0"), (999, "999"), (1000, "1,000"), (5_700_012, "5,700,012"), (12_345, "12,345")] {
            assert_eq!(grouped(number), words);
        }
    }
}
