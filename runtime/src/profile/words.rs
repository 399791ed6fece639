//! Splits a line into words like a shell, for section titles and commands.

use zeroize::Zeroizing;

/// The words so far, and the current word.
#[derive(Default)]
pub(crate) struct Words {
    done: Vec<Zeroizing<String>>,
    word: Option<Zeroizing<String>>,
}

impl Words {
    pub(crate) fn push(&mut self, character: char) {
        self.begin().push(character);
    }

    pub(crate) fn begin(&mut self) -> &mut Zeroizing<String> {
        self.word.get_or_insert_with(Zeroizing::default)
    }

    /// Ends the current word, if there is one.
    pub(crate) fn end(&mut self) {
        self.done.extend(self.word.take());
    }

    /// All words.
    pub(crate) fn finish(mut self) -> Vec<Zeroizing<String>> {
        self.end();
        self.done
    }
}

/// Splits a line into words, with the quotes of a POSIX shell. Nothing is expanded. `None` if a
/// quote is not closed. Python's `shlex`, which the AWS CLI uses, splits in the same way.
///
/// Source: POSIX, Shell Command Language, "Quoting".
pub(crate) fn shell_words(line: &str) -> Option<Vec<Zeroizing<String>>> {
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
            ' ' | '\t' | '\r' | '\n' => words.end(),
            other => words.push(other),
        }
    }
    Some(words.finish())
}
