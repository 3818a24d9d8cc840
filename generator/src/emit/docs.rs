//! Markdown of documents as documentation of Rust, made safe: none of it is compiled, run or rendered as HTML.

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag};

/// Words that mark a block as something other than Rust.
const LANGUAGES: &[&str] =
    &["bash", "console", "graphql", "html", "http", "javascript", "json", "python", "sh", "sql", "text", "xml", "yaml"];

/// The lines of a doc comment, each with a space before it unless it is empty.
///
/// `rustdoc` compiles and runs indented code and most fenced code, so indentation is taken away and every fence gets a
/// language. What is still not plain afterwards is shown as it is, in a fence of its own.
pub(crate) fn lines(markdown: &str) -> Vec<String> {
    let text = visible(markdown);
    let safe = pass(&text);
    let lines = if is_safe(&safe) { safe } else { fenced(&text) };
    lines.into_iter().map(|line| if line.is_empty() { line } else { format!(" {line}") }).collect()
}

/// A text as one line of Markdown.
pub(crate) fn sentence(text: &str) -> String {
    visible(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A text as one safe line of Markdown.
pub(crate) fn inline(text: &str) -> String {
    lines(&sentence(text)).concat().trim().to_owned()
}

/// Line ends made one, and characters that Rust or a reader would stumble over made visible.
fn visible(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n").replace('\t', "    ");
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        let hidden = (character.is_control() && character != '\n') || super::scope::is_directional(character);
        if hidden { out.push_str(&character.escape_unicode().to_string()) } else { out.push(character) }
    }
    out
}

fn pass(text: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut fence: Option<String> = None;
    // What the lines of an item of a list, or of a quote, go on with.
    let mut goes_on: Option<String> = None;
    // Where the text of the last item of a list begins: what is further to the right after a blank line belongs to it.
    let mut column = None;
    for line in text.lines() {
        let line = line.trim_end();
        let content = line.trim_start();
        if let Some(open) = &fence {
            if content.starts_with(open.as_str()) && content.trim_matches(open.chars().next().unwrap_or('`')).is_empty()
            {
                out.push(open.clone());
                fence = None;
            } else {
                out.push(line.to_owned());
            }
            continue;
        }
        let run = content.chars().take_while(|character| *character == '`').count();
        let tildes = content.chars().take_while(|character| *character == '~').count();
        if (run >= 3 && !content[run..].contains('`')) || tildes >= 3 {
            let mark = if run >= 3 { "`".repeat(run) } else { "~".repeat(tildes) };
            let word = content[mark.len()..].trim().to_ascii_lowercase();
            let language = LANGUAGES.iter().find(|language| **language == word).copied().unwrap_or("text");
            out.push(format!("{mark}{language}"));
            fence = Some(mark);
            goes_on = None;
            continue;
        }
        if content.is_empty() {
            if out.last().is_some_and(|last| !last.is_empty()) {
                out.push(String::new());
            }
            goes_on = None;
            continue;
        }
        let indentation = " ".repeat((line.len() - content.len()).min(3));
        let start = match (mark(content), &goes_on) {
            (Some(length), _) => {
                let quote = content.starts_with('>');
                let more = if quote { "> ".to_owned() } else { " ".repeat(length + 1) };
                column = (!quote).then_some(indentation.len() + length + 1);
                goes_on = Some(format!("{indentation}{more}"));
                indentation
            }
            (None, Some(start)) => start.clone(),
            (None, None) => {
                column = column.filter(|column| line.len() - content.len() >= *column);
                " ".repeat(column.unwrap_or(0))
            }
        };
        out.push(format!("{start}{}", escape(&marked(content))));
    }
    out.extend(fence);
    while out.last().is_some_and(String::is_empty) {
        out.pop();
    }
    out
}

/// The length of the mark of a list or a quote that a line starts with.
fn mark(content: &str) -> Option<usize> {
    let digits = content.chars().take_while(char::is_ascii_digit).count();
    match content.as_bytes() {
        [b'-' | b'*' | b'+', b' ', ..] | [b'>', ..] => Some(1),
        [_, ..] if digits > 0 && matches!(&content.as_bytes()[digits..], [b'.' | b')', b' ', ..]) => Some(digits + 1),
        _ => None,
    }
}

/// A mark is followed by one space: more would make code.
fn marked(content: &str) -> String {
    match mark(content) {
        Some(length) => format!("{} {}", &content[..length], marked(content[length..].trim_start())),
        None => content.to_owned(),
    }
}

/// Outside code spans: no HTML, no link that `rustdoc` would look for, no bare address.
fn escape(line: &str) -> String {
    let mut out = String::with_capacity(line.len() + 8);
    let mut rest = line;
    while let Some(character) = rest.chars().next() {
        if character == '`' {
            let run = rest.chars().take_while(|character| *character == '`').count();
            let mark = &rest[..run];
            if let Some(end) = rest[run..].find(mark) {
                let end = run + end + run;
                out.push_str(&rest[..end]);
                rest = &rest[end..];
                continue;
            }
            out.extend(std::iter::repeat_n("\\`", run));
            rest = &rest[run..];
            continue;
        }
        if rest.starts_with("https://") || rest.starts_with("http://") {
            let end = rest.find(|character: char| character.is_whitespace() || "<>()[]\"'`|*\\".contains(character));
            let address = rest[..end.unwrap_or(rest.len())].trim_end_matches(['.', ',', ';', ':', '!', '?']);
            out.push_str(&format!("<{address}>"));
            rest = &rest[address.len()..];
            continue;
        }
        if let Some((text, address, length)) = link(rest) {
            out.push_str(&format!("[{}](<{address}>)", text.replace(['[', ']', '<', '`'], "")));
            rest = &rest[length..];
            continue;
        }
        if let Some(address) = rest.strip_prefix('<').and_then(|rest| rest.split_once('>')).map(|(address, _)| address)
            && address.starts_with("http")
            && !address.contains(|character: char| character.is_whitespace() || "<\\".contains(character))
        {
            out.push_str(&format!("<{address}>"));
            rest = &rest[address.len() + 2..];
            continue;
        }
        match character {
            '<' | '[' | ']' => out.extend(['\\', character]),
            '&' if is_entity(rest) => out.push_str("&amp;"),
            '>' if !out.is_empty() && out != "> " && rest.len() < line.len() => out.push('>'),
            other => out.push(other),
        }
        rest = &rest[character.len_utf8()..];
    }
    out.replace(">>", "> >")
}

/// Whether a text starts with what HTML would show as another character: `&lt;`.
fn is_entity(text: &str) -> bool {
    let name = text[1..].split_once(';').map_or("", |(name, _)| name);
    !name.is_empty() && name.bytes().all(|byte| byte == b'#' || byte.is_ascii_alphanumeric())
}

/// A link to the web at the start of a text: its text, its address and its length.
fn link(text: &str) -> Option<(&str, &str, usize)> {
    let (label, rest) = text.strip_prefix('[')?.split_once("](")?;
    let (address, _) = rest.split_once(')')?;
    let good = address.starts_with("https://") || address.starts_with("http://");
    let plain = !address.contains(|character: char| character.is_whitespace() || "<>\\".contains(character));
    let flat = !label.contains(['[', ']', '`']);
    (good && plain && flat).then_some((label, address, label.len() + address.len() + 4))
}

/// Whether `rustdoc` finds nothing to compile, to render as HTML or to warn about.
fn is_safe(lines: &[String]) -> bool {
    let text = lines.join("\n");
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_SMART_PUNCTUATION;
    Parser::new_ext(&text, options).all(|event| match event {
        Event::Start(Tag::CodeBlock(CodeBlockKind::Indented)) => false,
        Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(language))) => LANGUAGES.contains(&language.as_ref()),
        Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => dest_url.starts_with("http"),
        Event::Html(_) | Event::InlineHtml(_) | Event::Start(Tag::HtmlBlock) => false,
        _ => true,
    })
}

/// The text as it is, in a fence that nothing in it closes.
fn fenced(text: &str) -> Vec<String> {
    let longest = text.split(|character| character != '`').map(str::len).max().unwrap_or(0);
    let mark = "`".repeat(longest.max(2) + 1);
    let mut out = vec![format!("{mark}text")];
    out.extend(text.lines().map(|line| line.trim_end().to_owned()));
    out.push(mark);
    out
}

/// A value of the document as code.
pub(super) fn shown(text: &str) -> String {
    if text.is_empty() {
        return "The empty text.".to_owned();
    }
    // A text of several lines would end its line here.
    let text = if text.contains(char::is_control) { text.escape_debug().to_string() } else { text.to_owned() };
    format!("`{}`", text.replace('`', "'"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOSTILE: &[&str] = &[
        "```rust\nfail!()\n```",
        "```\nfail!()\n```",
        "~~~\nfail!()\n~~~",
        "````\n```\nfail!()\n````",
        "```\nunclosed",
        "    fail!()",
        "a\n\n    fail!()",
        "a\n\n\tfail!()",
        "# H\n    fail!()",
        "- a\n\n      fail!()",
        "-     fail!()",
        ">     fail!()",
        "1.     fail!()",
        "> ```\n> fail!()\n> ```",
        "- ```\n  fail!()\n  ```",
        "<div>\n\n    fail!()",
        "```{.rust}\nfail!()\n```",
        "```rust,text\nfail!()\n```",
        "> - 1.     fail!()",
        ">>>     fail!()",
        "a\r\n\r\n    fail!()",
        "[foo]",
        "array[0]",
        "[x](y)",
        "[x](javascript:alert(1))",
        "<script>alert(1)</script>",
        "<img onerror=x>",
        "https://example.com/a_b.",
        "<https://example.com>",
        "[a](https://example.com)",
        "\u{202e}x",
        "a\u{0}b",
        "`a <b> [c]`",
        "`unclosed <b>",
        "| a | b |\n|---|---|\n| `c` | <d> |",
        "[a]: javascript:x\n[a]",
        "* a\n    * b\n        * c",
        "![x](http://e/x.png)",
        "a  \nb",
        "&lt;b&gt;",
        "```json\n{}\n```",
        "\\<b\\>",
        "[^1]: x",
        "[x]\n(y)",
        "`` ` `` <x>",
        "   ```\n   x",
        "[link `code`](https://e.com)",
        "[[a]](https://e.com)",
        "http://",
        "a\n===\n    x",
        "\\",
        "[",
        "<",
        "<!-- x",
        "&#60;b&#62;",
    ];

    #[test]
    fn nothing_is_left_to_compile_or_to_render() {
        for text in HOSTILE {
            for other in HOSTILE {
                for between in ["\n\n", "\n", " "] {
                    let text = format!("{text}{between}{other}");
                    let lines: Vec<_> =
                        lines(&text).iter().map(|line| line.trim_start_matches(' ').to_owned()).collect();
                    let shown = self::lines(&text)
                        .iter()
                        .map(|line| line.get(1..).unwrap_or("").to_owned())
                        .collect::<Vec<_>>();
                    assert!(is_safe(&shown), "{text:?}\n{shown:#?}");
                    assert!(lines.iter().all(|line| !line.chars().any(char::is_control)), "{text:?}");
                }
            }
        }
    }

    #[test]
    fn prose_stays_as_it_is() {
        let text = "A *pet* with `code`.\n\n- one\n- two\n  - three\n\n| a | b |\n|---|---|\n| 1 | 2 |";
        let expected: Vec<_> =
            text.lines().map(|line| if line.is_empty() { String::new() } else { format!(" {line}") }).collect();
        assert_eq!(lines(text), expected);
        assert_eq!(lines("See [docs](https://e.com/x)."), [" See [docs](<https://e.com/x>)."]);
        assert_eq!(lines("```json\n{\"a\": 1}\n```"), [" ```json", " {\"a\": 1}", " ```"]);
        assert_eq!(lines("- a\nb\n      c\n> d\ne\n\nf"), [" - a", "   b", "   c", " > d", " > e", "", " f"]);
        assert_eq!(lines("- a\n\n      b\n\n c"), [" - a", "", "   b", "", " c"]);
        assert_eq!(lines("see https://e.com."), [" see <https://e.com>."]);
        assert_eq!(lines("see <https://e.com> and https://f.com"), [" see <https://e.com> and <https://f.com>"]);
        assert_eq!(lines("R&D; a & b; &lt;b&gt;"), [" R&amp;D; a & b; &amp;lt;b&amp;gt;"]);
    }
}
