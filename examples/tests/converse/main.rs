//! The program `converse` with its stand-in for Bedrock: its output, and when it is printed.

#[path = "../../converse/local_bedrock/mod.rs"]
mod local_bedrock;
mod program;

use std::process::Command;
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::sync::{Mutex, PoisonError};

use aws_operation::Credentials;
use aws_operation::testing::verify::Server;
use program::{PATIENCE, Program};

const ACCESS_KEY_ID: &str = "AKIDTEST";
const SECRET: &str = "the secret of the tests";

/// The stand-in. It sends an event when the test permits it.
struct Bedrock {
    server: Server,
    permits: Sender<()>,
}

impl Bedrock {
    fn start() -> Self {
        let (permits, receiver) = mpsc::channel();
        let receiver = Mutex::new(receiver);
        let wait = move || {
            let receiver = receiver.lock().unwrap_or_else(PoisonError::into_inner);
            // It returns an error at once if the test has dropped the sender: then there are no pauses.
            let _: Result<(), RecvTimeoutError> = receiver.recv_timeout(PATIENCE);
        };
        let server = local_bedrock::start(Credentials::new(ACCESS_KEY_ID, SECRET), wait);
        let server = server.expect("the stand-in starts");
        Self { server, permits }
    }

    /// A stand-in that sends events without pauses.
    fn without_pauses() -> Server {
        Self::start().server
    }
}

/// The notes without the times in them.
fn without_times(notes: &str) -> String {
    let times =
        notes.split("after ").enumerate().map(|(index, part)| match part.split_once(" s]") {
            Some((time, rest)) if index > 0 && time.parse::<f64>().is_ok() => format!("T s]{rest}"),
            _ => part.to_owned(),
        });
    times.collect::<Vec<_>>().join("after ")
}

/// Without this, the program could print an answer only when it is complete.
#[test]
fn each_word_is_printed_when_it_arrives() {
    let Bedrock { server, permits } = Bedrock::start();
    let mut program = Program::start(&server, SECRET, &["hello", "there"]);
    // The first event has no text.
    permits.send(()).expect("the stand-in waits");
    for printed in ["I ", "I am ", "I am a "] {
        permits.send(()).expect("the stand-in waits");
        program.output.read_until(printed);
        assert_eq!(program.output.text, printed);
    }
    drop(permits);
    let (output, notes, code) = program.end();
    assert_eq!(
        output,
        "I am a local stand-in for Bedrock, not a model. Question 1 has 2 words: hello there\n"
    );
    let notes = without_times(&notes);
    assert_eq!((&*notes, code), ("[2 tokens in, 17 out; first token after T s]\n", Some(0)));
}

/// Without this, earlier messages or the system prompt could be missing in a request.
#[test]
fn each_question_is_sent_with_the_conversation_before_it() {
    let server = Bedrock::without_pauses();
    let arguments = ["--system", "Be brief.", "--model", "eu.amazon.nova-lite-v1:0"];
    let mut program = Program::start(&server, SECRET, &arguments);
    for line in ["hello there", "", "  what is a region?  ", "/quit", "not asked"] {
        program.type_line(line);
    }
    let (output, notes, code) = program.end();
    assert_eq!(
        output,
        "\
I am a local stand-in for Bedrock, not a model. Question 1 has 2 words: hello there
The system prompt has 2 words.
I am a local stand-in for Bedrock, not a model. Question 2 has 4 words: what is a region?
Question 1 was: hello there
My last answer had 23 words.
The system prompt has 2 words.
"
    );
    let notes = without_times(&notes);
    assert_eq!(
        (&*notes, code),
        (
            "[4 tokens in, 23 out; first token after T s]\n\
             [31 tokens in, 36 out; first token after T s]\n",
            Some(0)
        )
    );
}

/// Without this, an exception or a broken connection could end the chat, or make the next question fail.
#[test]
fn the_received_part_of_a_failed_answer_is_kept() {
    for (question, failure) in [
        (
            "throttle",
            "converse: throttlingException: Too many requests, please wait before trying again. \
             [request id ",
        ),
        ("disconnect", "converse: the event stream broke: "),
    ] {
        let server = Bedrock::without_pauses();
        let mut program = Program::chat(&server);
        program.type_line(question);
        program.type_line("go on");
        let (output, notes, code) = program.end();
        let (first, second) = output.split_once('\n').expect("two answers");
        assert_eq!(first, "I am a local stand-in for Bedrock, not ");
        assert_eq!(
            second,
            format!(
                "I am a local stand-in for Bedrock, not a model. Question 2 has 2 words: go on\n\
                 Question 1 was: {question}\nMy last answer had 8 words.\n"
            )
        );
        assert!(notes.starts_with(failure), "{notes}");
        let first = notes.lines().next().unwrap_or_default();
        assert!(first.ends_with("ask for the rest"), "{notes}");
        assert_eq!(code, Some(1));
    }
}

/// Without this, a refused question would stay in the conversation, and the service would refuse every
/// further question, because two questions would follow each other.
#[test]
fn a_question_without_an_answer_is_removed() {
    let server = Bedrock::without_pauses();
    let mut program = Program::chat(&server);
    program.type_line("deny");
    program.type_line("hello");
    let (output, notes, code) = program.end();
    assert_eq!(
        output,
        "I am a local stand-in for Bedrock, not a model. Question 1 has 1 word: hello\n"
    );
    let first = notes.lines().next().unwrap_or_default();
    assert!(
        first.starts_with("converse: ConverseStream: AccessDeniedException (403): "),
        "{notes}"
    );
    assert!(
        first.ends_with("; if access to the model is missing, enable it in the Bedrock console"),
        "{notes}"
    );
    assert_eq!(code, Some(1));
}

/// Without this, a wrong signature could be accepted.
#[test]
fn a_wrong_secret_is_refused_and_ends_the_chat() {
    let server = Bedrock::without_pauses();
    let mut program = Program::start(&server, "another secret", &[]);
    program.type_line("hello");
    // The program ends although the input does not.
    let code = program.wait();
    let (output, notes) = (&program.output.text, &program.errors.text);
    let expected = "converse: ConverseStream: InvalidSignatureException (403): ";
    assert!(notes.starts_with(expected) && notes.lines().count() == 1, "{notes}");
    assert_eq!((&**output, code), ("", Some(1)));
}

/// Without this, Ctrl-C could end the chat instead of the answer, the stopped answer could be missing in the
/// conversation, or Ctrl-C could not end the program while it waits for a question.
#[cfg(unix)]
#[test]
fn ctrl_c_stops_an_answer_or_ends_the_program() {
    let Bedrock { server, permits } = Bedrock::start();
    let mut program = Program::chat(&server);
    program.type_line("tell me all");
    // The first event has no text.
    for _ in 0..3 {
        permits.send(()).expect("the stand-in waits");
    }
    program.output.read_until("I am ");
    program.interrupt();
    program.errors.read_until("[stopped]\n");
    program.type_line("go on");
    drop(permits);
    program.errors.read_until(" s]\n");
    program.interrupt();
    let code = program.wait();
    assert_eq!(
        program.output.text,
        "I am \n\
         I am a local stand-in for Bedrock, not a model. Question 2 has 2 words: go on\n\
         Question 1 was: tell me all\nMy last answer had 2 words.\n"
    );
    assert_eq!(program.errors.text.lines().count(), 2, "{}", program.errors.text);
    assert_eq!(code, Some(0));
}

/// Without this, a person without an AWS account would see an error.
#[test]
fn without_configuration_it_calls_its_stand_in() {
    for (arguments, region, reason) in [
        (&["hello"][..], "", "No AWS configuration: calling a local stand-in for Bedrock. "),
        (&["--local", "hello"], "eu-west-1", "Calling a local stand-in for Bedrock.\n"),
    ] {
        let output = Command::new(env!("CARGO_BIN_EXE_converse"))
            .args(arguments)
            .env_clear()
            .env("AWS_REGION", region)
            .output()
            .expect("the program runs");
        let (answer, notes) = (output.stdout, String::from_utf8_lossy(&output.stderr));
        assert_eq!(
            String::from_utf8_lossy(&answer),
            "I am a local stand-in for Bedrock, not a model. Question 1 has 1 word: hello\n"
        );
        assert!(notes.starts_with(reason) && notes.lines().count() == 2, "{notes}");
        assert_eq!(output.status.code(), Some(0));
    }
}
