//! Tables of HTML with the resulting Markdown, and of paragraphs with their first sentences.

use super::{summary, to_markdown};

fn check(cases: &[(&str, &str)]) {
    for (html, markdown) in cases {
        assert_eq!(to_markdown(html), *markdown, "{html}");
    }
}

#[test]
fn paragraphs_are_lines() {
    check(&[
        ("", ""),
        (" \n ", ""),
        ("<p></p><p/>", ""),
        ("<p>Names a\n     lighthouse.</p>", "Names a lighthouse."),
        ("<p>One.</p>\n  <p>Two.</p>", "One.\n\nTwo."),
        ("One.<p>Two.</p>Three.", "One.\n\nTwo.\n\nThree."),
        ("One.<br/>Two.<br>Three.", "One.\n\nTwo.\n\nThree."),
        ("<div>A <span>lamp</span>\tglows</div>", "A lamp glows"),
        ("<p>A&nbsp;b&#160;c\r\nd\u{200b}e\u{202e}f\0</p>", "A b c def"),
        ("<p>Unclosed<p>twice</b></i></code></a></li></ul></note>", "Unclosed\n\ntwice"),
        ("Kept <!-- dropped --> whole<script>let a = 1;</script>", "Kept whole"),
        ("<fullname>Lighthouses</fullname><p>They glow.</p>", "# Lighthouses\n\nThey glow."),
        ("<h2>Lamp #</h2>", "## Lamp \\#"),
        ("<ul><li><h2>Lamp</h2></li></ul>", "- **Lamp**"),
    ]);
}

#[test]
fn what_stands_out() {
    check(&[
        ("<p>A <b>bold</b>, <i>slanted</i> word.</p>", "A **bold**, *slanted* word."),
        ("<p><b> bold </b>word</p>", "**bold** word"),
        ("<p><b>bold <i>and slanted</i></b></p>", "**bold and slanted**"),
        ("<p><b>Word:</b>more</p>", "Word:more"),
        ("<p>half<b>way</b></p>", "half**way**"),
        ("<p><b>a</b><i>b</i></p>", "**a**b"),
        ("<p><b></b><i> </i>a</p>", "a"),
        ("<p><code>lamp</code> and <code> a\n b </code>.</p>", "`lamp` and `a b`."),
        ("<p><code>a`b</code> <code>`</code></p>", "``a`b`` `` ` ``"),
        ("<p><code>a-<i>kind</i>\n </code>header</p>", "`a-kind` header"),
        ("<p><code>a</code><code>b</code></p>", "`ab`"),
        ("<p><code><lamp id=\"1\"></code></p>", "`<lamp id=\"1\">`"),
        ("<p><code>&lt;p&gt; &amp; <br2></code></p>", "`<p> & <br2>`"),
        ("<p>the `lamp` of a `tower</p>", "the `lamp` of a \\`tower"),
    ]);
}

#[test]
fn links() {
    check(&[
        ("<a href=\"https://example.com/a\">the lamp</a>.", "[the lamp](https://example.com/a)."),
        (
            "see <a href='http://example.com'>\n <code>Lamp</code>\n</a>.",
            "see [`Lamp`](http://example.com).",
        ),
        ("<a href=\"https://example.com\">https://example.com</a>", "<https://example.com>"),
        ("<a href=\"mailto:a@example.com\">a@example.com</a>", "<a@example.com>"),
        ("<a href=\"mailto:a@example.com\">us</a>", "[us](mailto:a@example.com)"),
        ("<a>one</a> <a href=\"#two\">two</a> <a href=\"three.html\">three</a>", "one two three"),
        ("<a href=\"//example.com\">a</a>", "[a](https://example.com)"),
        (
            "<a href=\"https://example.com/a(b)?c=1&amp;lt;\">a [b]</a>",
            "[a \\[b\\]](https://example.com/a%28b%29?c=1\\&lt;)",
        ),
        ("<a href=\"https://example.com\"> </a>nothing", "nothing"),
        ("<a href=\"https://example.com/`\">a</a> `b`", "[a](https://example.com/%60) `b`"),
        ("<b>No!</b><a href=\"https://example.com\">a</a>", "**No!**[a](https://example.com)"),
        ("No!<a href=\"https://example.com\">a</a>", "No\\![a](https://example.com)"),
        (
            "At https://example.com/a_b*c, or (http://localhost:1/).",
            "At <https://example.com/a_b*c>, or (<http://localhost:1/>).",
        ),
        ("At https://{lamp}.example.com/<id>.", "At `https://{lamp}.example.com/<id>`."),
        ("{a: https://example.com}", "{a: <https://example.com>}"),
        ("[a](https://example.com) [b](c) [d]", "[a](https://example.com) \\[b\\](c) \\[d\\]"),
    ]);
}

#[test]
fn lists() {
    check(&[
        ("<ul><li>a</li><li><p>b</p></li></ul>", "- a\n- b"),
        ("<p>Of:</p><ol><li>a<li>b</ol><p>End.</p>", "Of:\n\n1. a\n2. b\n\nEnd."),
        ("<ul><li><p>a</p><ul><li><p>b</p></li></ul></li></ul>", "- a\n  - b"),
        ("<ol><li>a<ul><li>b<ol><li>c</ol></ul></ol>", "1. a\n   - b\n     1. c"),
        ("<ul><li><p>a</p><p>b</p></li><li>c</li></ul>", "- a\n\n  b\n\n- c"),
        ("<ul><li></li><li>a</li></ul><ul></ul>", "- a"),
        ("<ul>a<ul><li>b</li></ul></ul>", "- a\n  - b"),
        ("<li>a</li><li>b</li>", "- a\n- b"),
        ("<ul><ul><li>a</li></ul></ul>", "- a"),
        (
            "<dl><dt>Lamp</dt><dd><p>It glows.</p></dd><dt>Fog</dt><dd>No.</dd></dl>",
            "- **Lamp**\n\n  It glows.\n\n- **Fog**\n\n  No.",
        ),
        ("<ul><li>a<pre>b</pre></li></ul>", "- a\n\n  ```text\n  b\n  ```"),
    ]);
}

#[test]
fn notes_code_blocks_and_tables() {
    check(&[
        ("<note><p>a</p><p>b</p></note><p>c</p>", "**Note:** a\n\nb\n\nc"),
        ("<important>a</important>", "**Important:** a"),
        ("<note><p>Note that a.</p></note>", "Note that a."),
        ("<note><ul><li>a</li></ul></note>", "**Note:**\n\n- a"),
        ("<note> </note>a", "a"),
        ("<ul><li><note><p>a</li></ul>b", "- **Note:** a\n\n  b"),
        ("<pre>\n  a &lt;b&gt;\t\n\n\tc\n</pre>", "```text\n  a <b>\n\n    c\n```"),
        ("<pre><code>```\n</code></pre>", "````text\n```\n````"),
        ("<pre>\n </pre>a", "a"),
        (
            "<table><tr><th>a</th><th>b|c</th></tr><tr><td><p>1</p><p>2</p></td></tr></table>",
            "| a | b\\|c |\n| --- | --- |\n| 1 2 |  |",
        ),
    ]);
}

#[test]
fn text_means_no_markdown() {
    check(&[
        (
            "<p>* a</p><p>- b</p><p>+ c</p><p>1. d</p><p>12) e</p><p># f</p><p>> g</p>",
            "\\* a\n\n\\- b\n\n\\+ c\n\n1\\. d\n\n12\\) e\n\n\\# f\n\n\\> g",
        ),
        ("<p>-a +b 1.5 2)c</p>", "-a +b 1.5 2)c"),
        ("<p>a_b _c_ d* ~e~ \\f</p>", "a_b \\_c\\_ d\\* \\~e\\~ \\\\f"),
        ("<p>&lt;p&gt; <lamp> a < b <= c <b and c></p>", "\\<p> \\<lamp> a < b <= c \\<b and c>"),
        ("<p>&amp;lt; a & b &unknown; &#xzz;</p>", "\\&lt; a & b \\&unknown; \\&#xzz;"),
        ("<p>[a] [b][c] [^d] ![e]</p>", "\\[a\\] \\[b\\]\\[c\\] \\[^d\\] !\\[e\\]"),
        ("<p>--lamp, ---</p>", "\\--lamp, \\-\\--"),
        ("<p>===</p><p>___</p><p>***</p>", "===\n\n\\_\\_\\_\n\n\\*\\*\\*"),
    ]);
}

#[test]
fn markdown_by_hand() {
    check(&[
        ("A lamp\nglows.\n\nAll night.\n", "A lamp glows.\n\nAll night."),
        (
            "Of:\n\n1. A lamp\n   that glows.\n2. Fog.\n\nEnd.",
            "Of:\n\n1. A lamp that glows.\n2. Fog.\n\nEnd.",
        ),
        ("Of:\n- a\n  - b\n  - c\n- d", "Of:\n\n- a\n  - b\n  - c\n- d"),
        ("* a\n\n  more\n\nb", "- a\n\n  more\n\nb"),
        ("Born in\n1986. Still there.", "Born in 1986. Still there."),
        ("Born in\n86. Still there.", "Born in 86. Still there."),
        ("# Lamp\nIt **glows** in `a_b`.", "# Lamp\n\nIt **glows** in `a_b`."),
        ("```json\n{\"a\": 1}\n```\nb", "```text\n{\"a\": 1}\n```\n\nb"),
        ("~~~\na", "```text\na\n```"),
        ("a ** b ** c, 2*3*4", "a \\*\\* b \\*\\* c, 2\\*3\\*4"),
        ("See https://example.com", "See <https://example.com>"),
    ]);
}

#[test]
fn first_sentences() {
    for (markdown, sentence) in [
        ("", ""),
        ("No end", "No end"),
        ("A lamp. It glows.", "A lamp."),
        (
            "A lamp of 2.5 m, e.g. Fresnel's, i.e. one vs. two. It glows.",
            "A lamp of 2.5 m, e.g. Fresnel's, i.e. one vs. two.",
        ),
        ("Lamps, fog, etc. are there. Yes.", "Lamps, fog, etc. are there."),
        ("Lamps, fog, etc. They are there.", "Lamps, fog, etc."),
        ("Kept in Amazon S3. Sent later.", "Kept in Amazon S3."),
        ("Called main.rs or .NET. `a` is it.", "Called main.rs or .NET."),
        ("Is it lit? Yes! Good.", "Is it lit?"),
        (
            "See [the lamp. It glows](https://example.com/a.b). More.",
            "See [the lamp. It glows](https://example.com/a.b).",
        ),
        ("See [a\\](b. C](https://example.com). More.", "See [a\\](b. C](https://example.com)."),
        (
            "Set `a. B` at <https://example.com/?A>. More.",
            "Set `a. B` at <https://example.com/?A>.",
        ),
        ("A lamp (small. Round.) glows. More.", "A lamp (small. Round.) glows."),
        ("A lamp (small. Round.", "A lamp (small."),
        ("**A lamp.** It glows.", "**A lamp.**"),
        ("**A lamp. Glowing** is it. More.", "**A lamp. Glowing** is it."),
        ("“A lamp.” It glows.", "“A lamp.”"),
        ("A lamp. \\_It\\_ glows.", "A lamp."),
        ("One of:\n\n- a\n- b", "One of."),
        ("# Lamp\n\nIt glows. Always.", "It glows."),
        ("**Note:** Not here. No.\n\nIt glows.", "It glows."),
        ("**Note:** Not here. No.", "Not here."),
        ("**Overview**\n\nIt glows.", "It glows."),
        ("- A lamp. Small.\n- b", "A lamp."),
        ("- - A lamp.", "A lamp."),
        ("1. A lamp.\n\n   It glows.", "A lamp."),
        ("```text\nno\n```\n\nA lamp.", "A lamp."),
        ("| a |\n| --- |\n\nA lamp.", "A lamp."),
        ("**Note:** > a", "\\> a"),
        ("# Lamp", "Lamp"),
        ("**Overview**", "**Overview**"),
    ] {
        assert_eq!(summary(markdown), sentence, "{markdown}");
    }
}

/// Random input of every kind causes neither a panic nor a warning of rustdoc or rustc.
#[test]
fn nothing_panics_and_lines_are_clean() {
    const PIECES: [&str; 48] = [
        "<p>",
        "</p>",
        "<ul>",
        "</ul>",
        "<ol>",
        "<li>",
        "</li>",
        "<dl>",
        "<dt>",
        "<dd>",
        "<note>",
        "</note>",
        "<b>",
        "</b>",
        "<i>",
        "</i>",
        "<code>",
        "</code>",
        "<pre>",
        "</pre>",
        "<a href=\"https://a.b/?c&amp;d\">",
        "<a",
        "</a>",
        "<br/>",
        "<table>",
        "<tr>",
        "<td>",
        "</table>",
        "<h1>",
        "<style>",
        "</style>",
        "<!--",
        "-->",
        "&",
        "&#x0;",
        "&#55296;",
        "`",
        "**",
        "*",
        "[",
        "](https://",
        ")",
        "\\",
        "\u{202e}",
        "\r\n\t",
        "ß. Ä",
        "https://é",
        "1. ",
    ];
    let mut state = 7_u64;
    let mut random = |bound: usize| {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap() % bound
    };
    for _ in 0..20_000 {
        let length = random(24);
        let html: String = (0..length)
            .map(|_| match random(3) {
                0 => char::from(u8::try_from(random(256)).unwrap()).to_string(),
                _ => PIECES[random(PIECES.len())].to_owned(),
            })
            .collect();
        let markdown = to_markdown(&html);
        let sentence = summary(&markdown);
        assert!(!sentence.contains('\n'), "{html:?}");
        assert_eq!(markdown, markdown.trim_matches('\n'), "{html:?}");
        assert!(html.contains("<pre>") || !markdown.contains("\n\n\n"), "{html:?}");
        for line in markdown.split('\n') {
            assert_eq!(line, line.trim_end(), "{html:?}");
            assert!(!line.contains(|c: char| c.is_control() || c == '\u{202e}'), "{html:?}");
        }
    }
    let deep = "<ul><li><note><table><tr><td>a".repeat(5_000);
    assert!(to_markdown(&deep).contains('a'));
}

/// Input with many beginnings and no ends. If each end were searched for up to the end of the text,
/// a megabyte would take minutes to hours. So the test counts the bytes that are searched.
#[test]
fn what_never_ends_is_read_once() {
    const LENGTH: usize = 20_000;
    let runs: String = (1..250).map(|length| "`".repeat(length) + " ").collect();
    let cells = "<table><tr>".to_owned() + &"<td>a".repeat(1000) + &"<tr><td>b".repeat(3_000);
    let far = |piece: &str, end: &str| piece.repeat(LENGTH / piece.len()) + end;
    let long_link = format!(
        "<a href=\"https://example.com/{}\">{}</a>",
        "x".repeat(LENGTH),
        "<b>a</b> c ".repeat(2_000)
    );
    let texts = [
        far("<!--", ""),
        far("<!-- a ", "-->"),
        far("--><!--", ""),
        far("*[`_ ", ""),
        far("*[`_ ", "](https://a.b) ` ** _"),
        far("[", "](https://a.b)"),
        far("[a](https://", ""),
        far("[a](https://", " )"),
        far("[a](https://b ", ")"),
        far("**a ", ""),
        far("** a**b ", ""),
        far("`a", "``"),
        far("``a` ", ""),
        runs.repeat(2),
        runs,
        far("&", ";"),
        far("&#0000", ";"),
        far("&amp", ";"),
        far("<a href=\"", ""),
        far("<a href='<a href=\"", ""),
        far("<a b", ">"),
        far("<", ">"),
        far("http://a ", ""),
        far("https://a http", ""),
        far("https", "://"),
        "https://a/".to_owned() + &far(")", ""),
        "https://a/(((((".to_owned() + &far(")]}.", ""),
        far("<ul><li>a", ""),
        far("<table><tr><td>a", ""),
        far("- ", "a"),
        far("> ", "a"),
        far("a.b.", " C"),
        far("a. ", " C"),
        far("1. (\"", " C"),
        far("\\", ""),
        far("<b>a", "</b>"),
        far("<code>", "a"),
        far("<pre>`", ""),
        far("<p>|", ""),
        cells,
        long_link,
    ];
    for text in texts {
        for text in [format!("<p>{text}"), text] {
            super::ahead::LOOKED_AT.set(0);
            let markdown = to_markdown(&text);
            let sentence = summary(&markdown);
            let looked_at = super::ahead::LOOKED_AT.get();
            let start: String = text.chars().take(40).collect();
            assert!(markdown.len() < 20 * text.len(), "{start}: {}", markdown.len());
            assert!(sentence.len() <= markdown.len() + 1, "{start}");
            // The end of a link's URL is searched for up to the maximum length of a URL.
            let most = if text.contains("[a](https://") { super::url::LONGEST / 8 } else { 40 };
            assert!(looked_at <= most * text.len(), "{start}: {}", looked_at / text.len());
        }
    }
}
