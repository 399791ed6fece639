//! Splits a command line into words, by the platform's rules. Nothing is expanded.

use zeroize::Zeroizing;

use crate::profile::{Platform, Words, shell_words};

/// The words of a command line.
pub(super) fn words(line: &str, platform: Platform) -> Result<Vec<Zeroizing<String>>, String> {
    let words = match platform {
        Platform::Unix => shell_words(line),
        Platform::Windows => windows(line),
    };
    match words {
        None => {
            Err("`credential_process` ends within a quote, or in a backslash; close the quote, or \
                     write `\\\\`"
                .to_owned())
        }
        Some(words) if words.first().is_none_or(|program| program.is_empty()) => {
            Err("`credential_process` has no program; begin it with the program's path".to_owned())
        }
        Some(words) => Ok(words),
    }
}

/// The rules of Windows: a backslash is literal unless it precedes a `"`.
fn windows(line: &str) -> Option<Vec<Zeroizing<String>>> {
    let mut words = Words::default();
    let mut quoted = false;
    let mut backslashes = 0;
    for character in line.chars() {
        if character == '\\' {
            backslashes += 1;
            words.begin();
            continue;
        }
        let before_quote = character == '"';
        for _ in 0..if before_quote { backslashes / 2 } else { backslashes } {
            words.push('\\');
        }
        let escaped = before_quote && backslashes % 2 == 1;
        backslashes = 0;
        match character {
            '"' if escaped => words.push('"'),
            '"' => {
                words.begin();
                quoted = !quoted;
            }
            space if space.is_whitespace() && !quoted => words.end(),
            other => words.push(other),
        }
    }
    for _ in 0..backslashes {
        words.push('\\');
    }
    (!quoted).then(|| words.finish())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_those_of_the_platform() {
        for (platform, line, expected) in [
            (Platform::Unix, "program a  b\tc", &["program", "a", "b", "c"][..]),
            (Platform::Unix, r#"/a\ b "c d" 'e "f"' ''"#, &["/a b", "c d", "e \"f\"", ""]),
            (Platform::Unix, r#"p a"b"'c' "\"\\\d""#, &["p", "abc", r#""\\d"#]),
            (Platform::Unix, "p $HOME `x` ; y", &["p", "$HOME", "`x`", ";", "y"]),
            (Platform::Windows, r#"C:\a\b.exe "c d" """#, &[r"C:\a\b.exe", "c d", ""]),
            (Platform::Windows, r#""C:\a b\c" \\\"x "y\\""#, &[r"C:\a b\c", r#"\"x"#, r"y\"]),
        ] {
            let words = words(line, platform);
            let words = words.map(|words| words.iter().map(|w| w.to_string()).collect::<Vec<_>>());
            assert_eq!(words, Ok(expected.iter().map(|&w| w.to_owned()).collect()), "{line}");
        }
    }

    #[test]
    fn a_line_that_is_none_says_why_without_being_quoted() {
        for line in ["p 'hunter2", "p \"hunter2", "p hunter2\\", "", "'' hunter2"] {
            let error = words(line, Platform::Unix).unwrap_err();
            assert!(!error.contains("hunter2") && error.contains("; "), "{error}");
        }
        assert!(words("p \"a", Platform::Windows).is_err());
    }
}
