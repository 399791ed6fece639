//! The command line.

pub const USAGE: &str = "usage: converse [OPTIONS]              a chat; each line of the input is a question
       converse [OPTIONS] QUESTION     one question

options: --model ID           the model or inference profile; the default is amazon.nova-lite-v1:0
         --system TEXT        the system prompt
         --region REGION      the region of Bedrock
         --endpoint-url URL   the URL of a server other than Bedrock
         --local              calls a stand-in for Bedrock in this process, without an AWS account

`/quit`, the end of the input, or Ctrl-C ends the chat. While an answer arrives, Ctrl-C stops the answer.
With `--local`, the questions `throttle`, `disconnect` and `deny` fail in different ways.";

#[derive(Debug, PartialEq, Eq)]
pub struct Arguments {
    pub model_id: String,
    pub system: Option<String>,
    pub region: Option<String>,
    pub endpoint_url: Option<String>,
    /// Whether to use the stand-in, even if there is AWS configuration.
    pub local: bool,
    pub question: Option<String>,
}

impl Arguments {
    /// Returns `None` if the user asks for help.
    pub fn parse(mut arguments: impl Iterator<Item = String>) -> Result<Option<Self>, String> {
        let mut parsed = Self {
            model_id: "amazon.nova-lite-v1:0".to_owned(),
            system: None,
            region: None,
            endpoint_url: None,
            local: false,
            question: None,
        };
        let mut words = Vec::new();
        while let Some(argument) = arguments.next() {
            let mut value = || {
                let value = arguments.next().filter(|value| !value.trim().is_empty());
                value.ok_or_else(|| format!("`{argument}` needs a value\n\n{USAGE}"))
            };
            match argument.as_str() {
                "--model" => parsed.model_id = value()?,
                "--system" => parsed.system = Some(value()?),
                "--region" => parsed.region = Some(value()?),
                "--endpoint-url" => parsed.endpoint_url = Some(value()?),
                "--local" => parsed.local = true,
                "--help" | "-h" => return Ok(None),
                "--" => words.extend(arguments.by_ref()),
                option if option.starts_with("--") => {
                    return Err(format!("unknown option `{option}`\n\n{USAGE}"));
                }
                _ => words.push(argument),
            }
        }
        if parsed.local && (parsed.region.is_some() || parsed.endpoint_url.is_some()) {
            return Err(
                "`--local` cannot be combined with `--region` or `--endpoint-url`".to_owned()
            );
        }
        if !words.is_empty() {
            let question = words.join(" ").trim().to_owned();
            if question.is_empty() {
                return Err("the question is blank".to_owned());
            }
            parsed.question = Some(question);
        }
        Ok(Some(parsed))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(arguments: &[&str]) -> Result<Option<Arguments>, String> {
        Arguments::parse(arguments.iter().map(|&argument| argument.to_owned()))
    }

    #[test]
    fn options_are_allowed_between_the_words_of_a_question() {
        let parsed = parse(&["what", "--model", "m", "is", "--system", "Be brief.", "--", "--x"]);
        let expected = Arguments {
            model_id: "m".to_owned(),
            system: Some("Be brief.".to_owned()),
            region: None,
            endpoint_url: None,
            local: false,
            question: Some("what is --x".to_owned()),
        };
        assert_eq!(parsed, Ok(Some(expected)));
    }

    #[test]
    fn without_a_question_the_program_is_a_chat() {
        let parsed = parse(&["--region", "eu-west-1", "--endpoint-url", "http://localhost"]);
        let parsed = parsed.expect("valid arguments").expect("no help");
        assert_eq!(parsed.question, None);
        assert_eq!(parsed.region.as_deref(), Some("eu-west-1"));
        assert_eq!(parsed.endpoint_url.as_deref(), Some("http://localhost"));
    }

    #[test]
    fn wrong_arguments_are_explained() {
        for (arguments, expected) in [
            (&["--model"][..], "`--model` needs a value"),
            (&["--system", " "], "`--system` needs a value"),
            (&["--modle", "m"], "unknown option `--modle`"),
            (&["--local", "--region", "eu-west-1"], "`--local` cannot be combined"),
            (&["", " "], "the question is blank"),
        ] {
            let error = parse(arguments).expect_err("invalid arguments");
            assert!(error.starts_with(expected), "{arguments:?}: {error}");
        }
    }

    #[test]
    fn help_is_not_an_error() {
        assert_eq!(parse(&["hello", "--help"]), Ok(None));
    }
}
