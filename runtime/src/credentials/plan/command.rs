//! A command line to words, as the platform's own programs take it apart; nothing is expanded.

use zeroize::Zeroizing;

use crate::profile::Platform;

/// The words of a command line.
pub(super) fn words(line: &str, platform: Platform) -> Result<Vec<Zeroizing<String>>, String> {
    let words = match platform {
        Platform::Unix => unix(line),
        Platform::Windows => windows(line),
    };
    match words {
        None => {
            Err("`credential_process` ends within a quote, or in a backslash; close the quote, or \
                     write `\\\\`"
                .to_owned())
        }
        Some(words) if words.first().is_none_or(|program| program.is_empty()) => {
            Err("`credential_process` names no program; begin with its path".to_owned())
        }
        Some(words) => Ok(words),
    }
}

/// Words so far, and the one that is being read.
#[derive(Default)]
struct Words {
    done: Vec<Zeroizing<String>>,
    word: Option<Zeroizing<String>>,
}

impl Words {
    fn push(&mut self, character: char) {
        self.begin().push(character);
    }

    fn begin(&mut self) -> &mut Zeroizing<String> {
        self.word.get_or_insert_with(Zeroizing::default)
    }

    fn end(&mut self) {
        self.done.extend(self.word.take());
    }
}

/// POSIX shell, "Quoting", without anything else of a shell.
fn unix(line: &str) -> Option<Vec<Zeroizing<String>>> {
    let mut words = Words::default();
    let mut characters = line.chars();
    while let Some(character) = characters.next() {
        match character {
            '\'' => {
                words.begin();
                loop {
                    match characters.next()? {
                        '\'' => break,
                        inner => words.push(inner),
                    }
                }
            }
            '"' => {
                words.begin();
                loop {
                    match characters.next()? {
                        '"' => break,
                        '\\' => match characters.next()? {
                            escaped @ ('"' | '\\') => words.push(escaped),
                            other => {
                                words.push('\\');
                                words.push(other);
                            }
                        },
                        inner => words.push(inner),
                    }
                }
            }
            '\\' => words.push(characters.next()?),
            space if space.is_whitespace() => words.end(),
            other => words.push(other),
        }
    }
    words.end();
    Some(words.done)
}

/// The rules of C programs: backslashes are themselves, unless a `"` follows.
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
    words.end();
    (!quoted).then_some(words.done)
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
