//! Parses JMESPath expressions, as far as Smithy's traits use them to select values.
//!
//! The forms are identifiers, sub-expressions, wildcards, the flatten operator, multi-select lists,
//! the current node and the function `keys`.
//!
//! Source: JMESPath specification, "Grammar"; Smithy 2.0, trait `operationContextParams`.

/// An expression. It is applied to a value: the current node.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expression {
    /// `@`, the value itself.
    Current,
    /// `name`, a member of a structure or an entry of a map.
    Member(String),
    /// `left.right`: the right side is applied to the value of the left side.
    Sub(Box<Expression>, Box<Expression>),
    /// A projection: `then` is applied to each item of a list or map.
    Project {
        /// The list or map.
        of: Box<Expression>,
        /// Which items it is applied to.
        items: Items,
        /// What is applied to each item.
        then: Box<Expression>,
    },
    /// `[a, b]`, a list of the values of these expressions.
    Select(Vec<Expression>),
    /// `keys(map)`, the keys of a map.
    Keys(Box<Expression>),
}

/// The items of a projection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Items {
    /// `[*]`, the items of a list.
    OfList,
    /// `*`, the values of a map.
    OfMap,
    /// `[]`, the items of a list; an item that is a list is replaced by its items.
    Flattened,
}

/// The maximum number of tokens. Paths in AWS's models have at most 20.
const MAX_TOKENS: usize = 200;

/// Parses an expression.
///
/// # Errors
///
/// The text is not an expression, or has a form that is not supported. The error is one phrase.
pub fn parse(text: &str) -> Result<Expression, String> {
    let mut tokens = tokens(text)?;
    if tokens.len() > MAX_TOKENS {
        return Err(format!("it has more than {MAX_TOKENS} tokens"));
    }
    tokens.reverse();
    let mut parser = Parser { rest: tokens };
    let expression = parser.expression(0)?;
    match parser.rest.last() {
        None => Ok(expression),
        Some(token) => Err(format!("`{}` is not expected here", token.text())),
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Token {
    Name(String),
    /// One of `[`, `]`, `(`, `)`, `*`, `.`, `,` and `@`.
    Sign(char),
    /// `[]`
    Flatten,
}

impl Token {
    fn text(&self) -> String {
        match self {
            Self::Name(name) => name.clone(),
            Self::Sign(sign) => sign.to_string(),
            Self::Flatten => "[]".to_owned(),
        }
    }

    /// How strongly the token binds to what is on its left.
    fn power(&self) -> u8 {
        match self {
            Self::Flatten => FLATTEN,
            Self::Sign('.') => DOT,
            Self::Sign('[') => BRACKET,
            _ => 0,
        }
    }
}

const FLATTEN: u8 = 9;
const STAR: u8 = 20;
const DOT: u8 = 40;
const BRACKET: u8 = 55;

fn tokens(text: &str) -> Result<Vec<Token>, String> {
    let mut tokens = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let used = match first {
            '[' if rest.starts_with("[]") => {
                tokens.push(Token::Flatten);
                2
            }
            '[' | ']' | '(' | ')' | '*' | '.' | ',' | '@' => {
                tokens.push(Token::Sign(first));
                1
            }
            '"' => {
                let (name, used) = quoted(rest)?;
                tokens.push(Token::Name(name));
                used
            }
            'A'..='Z' | 'a'..='z' | '_' => {
                let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_';
                let used = rest.find(|c| !is_part(c)).unwrap_or(rest.len());
                tokens.push(Token::Name(rest[..used].to_owned()));
                used
            }
            other => return Err(format!("`{other}` is not supported")),
        };
        rest = rest[used..].trim_start();
    }
    Ok(tokens)
}

/// The name in quotation marks at the beginning of a text, and its length in the text.
fn quoted(text: &str) -> Result<(String, usize), String> {
    let mut names = serde_json::Deserializer::from_str(text).into_iter::<String>();
    match names.next() {
        Some(Ok(name)) => Ok((name, names.byte_offset())),
        _ => Err("a name in quotation marks is not a JSON string".to_owned()),
    }
}

/// A parser by operator precedence. The next token is the last of `rest`.
struct Parser {
    rest: Vec<Token>,
}

impl Parser {
    fn next(&mut self) -> Result<Token, String> {
        self.rest.pop().ok_or_else(|| "it ends too early".to_owned())
    }

    fn is_next(&self, sign: char) -> bool {
        self.rest.last() == Some(&Token::Sign(sign))
    }

    fn expect(&mut self, sign: char) -> Result<(), String> {
        match self.next()? {
            Token::Sign(next) if next == sign => Ok(()),
            token => Err(format!("`{}` is not expected here", token.text())),
        }
    }

    fn power(&self) -> u8 {
        self.rest.last().map_or(0, Token::power)
    }

    /// An expression up to the first token that does not bind more strongly than `power`.
    fn expression(&mut self, power: u8) -> Result<Expression, String> {
        let mut left = self.first()?;
        while self.power() > power {
            left = self.continued(left)?;
        }
        Ok(left)
    }

    /// The beginning of an expression.
    fn first(&mut self) -> Result<Expression, String> {
        match self.next()? {
            Token::Name(name) if self.is_next('(') => self.function(&name),
            Token::Name(name) => Ok(Expression::Member(name)),
            Token::Sign('@') => Ok(Expression::Current),
            Token::Sign('*') => self.project(Expression::Current, Items::OfMap, STAR),
            Token::Flatten => self.project(Expression::Current, Items::Flattened, FLATTEN),
            Token::Sign('[') if self.is_next('*') => self.wildcard(Expression::Current),
            Token::Sign('[') => self.select(),
            token => Err(format!("`{}` is not expected here", token.text())),
        }
    }

    /// The continuation of an expression.
    fn continued(&mut self, left: Expression) -> Result<Expression, String> {
        match self.next()? {
            Token::Sign('.') if self.is_next('*') => {
                self.next()?;
                self.project(left, Items::OfMap, STAR)
            }
            Token::Sign('.') => {
                let right = self.after_dot(DOT)?;
                Ok(Expression::Sub(Box::new(left), Box::new(right)))
            }
            Token::Flatten => self.project(left, Items::Flattened, FLATTEN),
            Token::Sign('[') if self.is_next('*') => self.wildcard(left),
            _ => Err("only `[*]` and `[]` are supported after a value".to_owned()),
        }
    }

    /// `*]` and what follows.
    fn wildcard(&mut self, of: Expression) -> Result<Expression, String> {
        self.expect('*')?;
        self.expect(']')?;
        self.project(of, Items::OfList, STAR)
    }

    /// A projection, with what is applied to its items.
    fn project(&mut self, of: Expression, items: Items, power: u8) -> Result<Expression, String> {
        let then = match self.rest.last() {
            Some(Token::Sign('[')) => self.expression_of_item(power)?,
            Some(Token::Sign('.')) => {
                self.next()?;
                self.after_dot(power)?
            }
            _ => Expression::Current,
        };
        Ok(Expression::Project { of: Box::new(of), items, then: Box::new(then) })
    }

    /// `[*]` directly after a projection: a wildcard of each item.
    fn expression_of_item(&mut self, power: u8) -> Result<Expression, String> {
        let mut left = self.continued(Expression::Current)?;
        while self.power() > power {
            left = self.continued(left)?;
        }
        Ok(left)
    }

    fn after_dot(&mut self, power: u8) -> Result<Expression, String> {
        match self.rest.last() {
            Some(Token::Name(_) | Token::Sign('*' | '[')) => self.expression(power),
            Some(token) => Err(format!("`{}` is not expected after a dot", token.text())),
            None => Err("it ends with a dot".to_owned()),
        }
    }

    /// `a, b]`
    fn select(&mut self) -> Result<Expression, String> {
        let mut selected = vec![self.expression(0)?];
        while self.is_next(',') {
            self.next()?;
            selected.push(self.expression(0)?);
        }
        self.expect(']')?;
        Ok(Expression::Select(selected))
    }

    fn function(&mut self, name: &str) -> Result<Expression, String> {
        if name != "keys" {
            return Err(format!("the function `{name}` is not supported"));
        }
        self.expect('(')?;
        let of = self.expression(0)?;
        self.expect(')')?;
        Ok(Expression::Keys(Box::new(of)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn member(name: &str) -> Expression {
        Expression::Member(name.to_owned())
    }

    fn sub(left: Expression, right: Expression) -> Expression {
        Expression::Sub(Box::new(left), Box::new(right))
    }

    fn project(of: Expression, items: Items, then: Expression) -> Expression {
        Expression::Project { of: Box::new(of), items, then: Box::new(then) }
    }

    #[test]
    fn operators_bind_as_in_the_specification() {
        use Expression::{Current, Keys, Select};
        use Items::{Flattened, OfList, OfMap};

        for (text, expected) in [
            ("a", member("a")),
            (" a . \"b c\\n\" ", sub(member("a"), member("b c\n"))),
            ("a.b.c", sub(sub(member("a"), member("b")), member("c"))),
            ("a[*]", project(member("a"), OfList, Current)),
            ("a[*].b.c", project(member("a"), OfList, sub(member("b"), member("c")))),
            ("a[*][*]", project(member("a"), OfList, project(Current, OfList, Current))),
            // A wildcard applies to each item; the flatten operator applies to the whole projection.
            ("a[*].b[*].c", {
                let of_b = project(member("b"), OfList, member("c"));
                project(member("a"), OfList, of_b)
            }),
            ("a[*].b[].c", {
                let of_a = project(member("a"), OfList, member("b"));
                project(of_a, Flattened, member("c"))
            }),
            ("a[].b", project(member("a"), Flattened, member("b"))),
            ("a[][]", project(project(member("a"), Flattened, Current), Flattened, Current)),
            ("a.*.b", project(member("a"), OfMap, member("b"))),
            ("*", project(Current, OfMap, Current)),
            ("[*].a", project(Current, OfList, member("a"))),
            ("[a, b.c]", Select(vec![member("a"), sub(member("b"), member("c"))])),
            ("a.[b]", sub(member("a"), Select(vec![member("b")]))),
            ("a[*].[b, c][]", {
                let selected = Select(vec![member("b"), member("c")]);
                project(project(member("a"), OfList, selected), Flattened, Current)
            }),
            ("keys(a.b)", Keys(Box::new(sub(member("a"), member("b"))))),
            ("keys(@)", Keys(Box::new(Current))),
            ("a[*].keys(b)", project(member("a"), OfList, Keys(Box::new(member("b"))))),
        ] {
            assert_eq!(parse(text).as_ref(), Ok(&expected), "{text}");
        }
    }

    #[test]
    fn what_is_not_supported_is_an_error() {
        for (text, expected) in [
            ("", "it ends too early"),
            ("a.", "it ends with a dot"),
            ("a b", "`b` is not expected here"),
            ("a[0]", "`0` is not supported"),
            ("a[?b]", "`?` is not supported"),
            ("a | b", "`|` is not supported"),
            ("{a: b}", "`{` is not supported"),
            ("length(a)", "the function `length` is not supported"),
            ("keys(a", "it ends too early"),
            ("[a", "it ends too early"),
            ("a[b]", "only `[*]` and `[]` are supported after a value"),
            ("a..b", "`.` is not expected after a dot"),
            ("\"a", "a name in quotation marks is not a JSON string"),
            ("a[*]b", "`b` is not expected here"),
        ] {
            assert_eq!(parse(text), Err(expected.to_owned()), "{text}");
        }
        let long = vec!["a"; 500].join(".");
        assert_eq!(parse(&long), Err("it has more than 200 tokens".to_owned()));
        assert!(parse(&"[".repeat(199)).is_err());
    }
}
