//! An operator-precedence parser.

use super::expression::{Expression, Items};
use super::tokens::{Token, tokens};

/// The maximum number of tokens. It limits the parser's recursion.
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
        Some(token) => Err(unexpected(token)),
    }
}

fn unexpected(token: &Token) -> String {
    format!("`{}` is not expected here", token.text())
}

const PIPE: u8 = 1;
const OR: u8 = 2;
const AND: u8 = 3;
const COMPARE: u8 = 5;
const FLATTEN: u8 = 9;
const STAR: u8 = 20;
const FILTER: u8 = 21;
const DOT: u8 = 40;
const NOT: u8 = 45;
const BRACKET: u8 = 55;

/// How strongly a token binds to what is on its left. The numbers are those of the reference
/// implementation.
fn power(token: &Token) -> u8 {
    match token {
        Token::Sign('|') => PIPE,
        Token::Or => OR,
        Token::And => AND,
        Token::Compare(_) => COMPARE,
        Token::Flatten => FLATTEN,
        Token::Filter => FILTER,
        Token::Sign('.') => DOT,
        Token::Sign('[') => BRACKET,
        _ => 0,
    }
}

/// A parser. The next token is the last of `rest`.
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
            token => Err(unexpected(&token)),
        }
    }

    fn power(&self) -> u8 {
        self.rest.last().map_or(0, power)
    }

    /// An expression up to the first token that does not bind more strongly than `power`.
    fn expression(&mut self, power: u8) -> Result<Expression, String> {
        let left = self.first()?;
        self.rest_of(left, power)
    }

    fn rest_of(&mut self, mut left: Expression, power: u8) -> Result<Expression, String> {
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
            Token::Literal(value) => Ok(Expression::Literal(value)),
            Token::Sign('@') => Ok(Expression::Current),
            Token::Sign('*') => self.project(Expression::Current, Items::OfMap, STAR),
            Token::Sign('!') => Ok(Expression::Not(self.boxed(NOT)?)),
            Token::Sign('(') => {
                let inner = self.expression(0)?;
                self.expect(')')?;
                Ok(inner)
            }
            Token::Flatten => self.project(Expression::Current, Items::Flattened, FLATTEN),
            Token::Filter => self.filter(Expression::Current),
            Token::Sign('[') => match self.rest.last() {
                Some(Token::Sign('*') | Token::Number(_)) => self.bracket(Expression::Current),
                _ => self.select(),
            },
            token => Err(unexpected(&token)),
        }
    }

    fn boxed(&mut self, power: u8) -> Result<Box<Expression>, String> {
        self.expression(power).map(Box::new)
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
            Token::Sign('|') => Ok(Expression::Sub(Box::new(left), self.boxed(PIPE)?)),
            Token::Or => Ok(Expression::Or(Box::new(left), self.boxed(OR)?)),
            Token::And => Ok(Expression::And(Box::new(left), self.boxed(AND)?)),
            Token::Compare(comparator) => {
                Ok(Expression::Compare(Box::new(left), comparator, self.boxed(COMPARE)?))
            }
            Token::Flatten => self.project(left, Items::Flattened, FLATTEN),
            Token::Filter => self.filter(left),
            Token::Sign('[') => self.bracket(left),
            token => Err(unexpected(&token)),
        }
    }

    /// `*]` or `0]`, and what is applied to each item.
    fn bracket(&mut self, left: Expression) -> Result<Expression, String> {
        match self.next()? {
            Token::Sign('*') => {
                self.expect(']')?;
                self.project(left, Items::OfList, STAR)
            }
            Token::Number(index) => {
                self.expect(']')?;
                let index = Expression::Index(index);
                Ok(match left {
                    Expression::Current => index,
                    left => Expression::Sub(Box::new(left), Box::new(index)),
                })
            }
            _ => {
                Err("only an index, `[*]`, `[]` and `[?…]` are supported after a value".to_owned())
            }
        }
    }

    /// A projection, with what is applied to its items.
    fn project(&mut self, of: Expression, items: Items, power: u8) -> Result<Expression, String> {
        let then = Box::new(self.of_item(power)?);
        Ok(Expression::Project { of: Box::new(of), items, then })
    }

    /// `condition]` and what is applied to each item.
    fn filter(&mut self, of: Expression) -> Result<Expression, String> {
        let condition = self.boxed(0)?;
        self.expect(']')?;
        let then = match self.rest.last() {
            // It applies to the filtered list.
            Some(Token::Flatten) => Expression::Current,
            _ => self.of_item(FILTER)?,
        };
        Ok(Expression::Filter { of: Box::new(of), condition, then: Box::new(then) })
    }

    /// What a projection applies to each item.
    fn of_item(&mut self, power: u8) -> Result<Expression, String> {
        match self.rest.last() {
            Some(Token::Sign('[') | Token::Filter) => {
                let left = self.continued(Expression::Current)?;
                self.rest_of(left, power)
            }
            Some(Token::Sign('.')) => {
                self.next()?;
                self.after_dot(power)
            }
            _ => Ok(Expression::Current),
        }
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
        if !["keys", "length", "contains"].contains(&name) {
            return Err(format!("the function `{name}` is not supported"));
        }
        self.expect('(')?;
        let first = self.boxed(0)?;
        let second = if name == "contains" {
            self.expect(',')?;
            Some(self.boxed(0)?)
        } else {
            None
        };
        self.expect(')')?;
        Ok(match second {
            Some(second) => Expression::Contains(first, second),
            None if name == "keys" => Expression::Keys(first),
            None => Expression::Length(first),
        })
    }
}
