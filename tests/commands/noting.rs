//! `note`: written from standard input, printed as Markdown and JSON, undone.

use super::Shell;

#[test]
fn notes_are_written_printed_and_taken_back() {
    let shell = Shell::new();
    let article = "{\"title\": \"The harbour\", \"text\": \"Ships came to the harbour.\"}";
    assert_eq!(shell.run(&["add", &shell.write("one.jsonl", article)]).0, 0);
    let (code, out, err) = shell.run_with(&["note", "1"], "Ask Joan.\n\nShe knows.\n");
    assert_eq!((code, err.as_str()), (0, ""), "{out}");
    assert_eq!(out, "Wrote a note on “The harbour”; `dateline undo` undoes it\n");
    let (_, out, _) = shell.run(&["note"]);
    assert!(out.starts_with("## The harbour\n\nAsk Joan.\n\nShe knows.\n"), "{out}");
    let (_, out, _) = shell.run(&["note", "--json"]);
    assert!(out.contains("\"text\":\"Ask Joan.\\n\\nShe knows.\""), "{out}");
    let (_, out, _) = shell.run(&["show", "1", "--markdown"]);
    assert!(out.ends_with("## Notes\n\nAsk Joan.\n\nShe knows.\n"), "{out}");
    let (_, out, _) = shell.run(&["find", "--json", "has:note"]);
    assert_eq!(out.lines().count(), 1, "{out}");
    assert_eq!(shell.run(&["undo"]).0, 0);
    assert_eq!(shell.run(&["note"]).1, "");
    // Nothing to write, and no article for it.
    assert_eq!(shell.run_with(&["note", "1"], " \n").0, 2);
    assert_eq!(shell.run_with(&["note", "7"], "Ask.").0, 1);
}
