use super::*;
use crate::document::origin::Origin;
use crate::document::source::Source;
use crate::document::tree_of;

const DOCUMENT: &str = "
info: {title: Pets, version: '1', description: All of them}
paths:
  /pets:
    get:
      tags: [one, two, three, two]
      parameters:
        - {name: a, in: query}
        - {name: b, in: query}
        - {name: c, in: header}
    post: {deprecated: true, tags: [two]}
  /dogs/{id}:
    get: {tags: [dogs]}
";

fn tree(text: &str) -> Tree {
    let mut diagnostics = Diagnostics::default();
    let mut source = Source::new("t.yaml".as_ref(), text.to_owned(), &mut diagnostics).unwrap();
    tree_of(&mut source, &mut diagnostics).unwrap()
}

/// What an overlay of a version with these actions makes of a document, and what it tells.
struct Applied {
    tree: Tree,
    traces: Traces,
    told: Vec<(Severity, Code, String)>,
    diagnostics: Diagnostics,
}

fn apply_to(document: &str, version: &str, actions: &str) -> Applied {
    let overlay = tree(&format!("overlay: {version}\ninfo: {{title: O, version: '1'}}\nactions:\n{actions}"));
    let (mut tree, mut traces, mut diagnostics) = (tree(document), Traces::default(), Diagnostics::default());
    let is_done = apply(&mut tree, &overlay, Some("pets.yaml"), 1, &mut traces, &mut diagnostics);
    assert_eq!(is_done, !diagnostics.has_errors());
    let told = diagnostics.iter().map(|one| (one.severity, one.code, one.pointer.to_string())).collect();
    Applied { tree, traces, told, diagnostics }
}

fn applied(version: &str, actions: &str) -> Applied {
    apply_to(DOCUMENT, version, actions)
}

impl Applied {
    fn quietly(self) -> Self {
        assert_eq!(self.told, [], "{:?}", self.diagnostics);
        self
    }

    fn at(&self, pointer: &str) -> String {
        let value = self.tree.at(&Pointer::parse(pointer));
        value.map_or_else(|| "nothing".to_owned(), json)
    }

    /// Where a part is written: in the overlay, where it begins with `o`, or in the document.
    fn origin(&self, pointer: &str) -> String {
        let Origin { file, pointer } = self.traces.origin(&Pointer::parse(pointer));
        format!("{}{pointer}", if file > 0 { "o" } else { "" })
    }
}

fn json(tree: &Tree) -> String {
    let list = |parts: Vec<String>| parts.join(",");
    match tree {
        Tree::Null => "null".to_owned(),
        Tree::Bool(value) => value.to_string(),
        Tree::Integer(value) => value.to_string(),
        Tree::BigInteger(value) => value.clone(),
        Tree::Float(value) => value.to_string(),
        Tree::String(text) => text.clone(),
        Tree::Array(items) => format!("[{}]", list(items.iter().map(json).collect())),
        Tree::Object(members) => {
            format!("{{{}}}", list(members.iter().map(|(name, member)| format!("{name}:{}", json(member))).collect()))
        }
    }
}

#[test]
fn objects_are_merged_lists_grow_and_the_rest_is_replaced() {
    let after = applied(
        "1.0.0",
        "- target: $\n  update:\n    info: {title: Dogs, x-new: {a: [1]}}\n    paths: {/pets: {get: {tags: [four], summary: s}}}\n",
    )
    .quietly();
    assert_eq!(after.at("/info"), "{title:Dogs,version:1,description:All of them,x-new:{a:[1]}}");
    assert_eq!(after.at("/paths/~1pets/get/tags"), "[one,two,three,two,four]");
    assert_eq!(after.at("/paths/~1pets/get/summary"), "s");
    assert_eq!(after.origin("/info/title"), "o/actions/0/update/info/title");
    assert_eq!(after.origin("/info/version"), "/info/version");
    assert_eq!(after.origin("/info/x-new/a/0"), "o/actions/0/update/info/x-new/a/0");
    assert_eq!(after.origin("/paths/~1pets/get/tags/4"), "o/actions/0/update/paths/~1pets/get/tags/0");
    assert_eq!(after.origin("/paths/~1pets/get/tags/3"), "/paths/~1pets/get/tags/3");
    assert_eq!(after.traces.places().count(), 4);
}

#[test]
fn what_is_no_list_is_appended_to_a_list() {
    let after = applied("1.0.0", "- target: $.paths.*.get.parameters\n  update: {name: d, in: query}\n").quietly();
    assert_eq!(after.at("/paths/~1pets/get/parameters/3"), "{name:d,in:query}");
    assert_eq!(after.origin("/paths/~1pets/get/parameters/3/in"), "o/actions/0/update/in");
    let after = applied("1.1.0", "- target: $.paths.*.get.tags\n  update: new\n").quietly();
    assert_eq!(after.at("/paths/~1dogs~1{id}/get/tags"), "[dogs,new]");
    assert_eq!(after.origin("/paths/~1dogs~1{id}/get/tags/1"), "o/actions/0/update");
}

#[test]
fn a_list_is_concatenated_to_a_list() {
    let action = "- target: $.paths['/dogs/{id}'].get.tags\n  update: [x, y]\n";
    let after = applied("1.1.0", action).quietly();
    assert_eq!(after.at("/paths/~1dogs~1{id}/get/tags"), "[dogs,x,y]");
    assert_eq!(after.origin("/paths/~1dogs~1{id}/get/tags/2"), "o/actions/0/update/1");
    let after = applied("1.0.0", action);
    assert_eq!(after.at("/paths/~1dogs~1{id}/get/tags"), "[dogs,x,y]");
    assert_eq!(after.told, [(Severity::Note, Code::OverlayAction, "/actions/0/update".to_owned())]);
}

#[test]
fn primitives_are_updated_by_version_1_1() {
    let action = "- target: $.info.title\n  update: Dogs\n";
    let after = applied("1.1.0", action).quietly();
    assert_eq!((after.at("/info/title"), after.origin("/info/title")), ("Dogs".into(), "o/actions/0/update".into()));
    let after = applied("1.0.3", action);
    assert_eq!(after.at("/info/title"), "Pets");
    assert_eq!(after.told, [(Severity::Error, Code::OverlayAction, "/actions/0/target".to_owned())]);
    let after = applied("1.1.0", "- target: $.info.title\n  update: {a: 1}\n- target: $.info\n  update: x\n");
    assert_eq!(
        after.told.iter().map(|one| one.2.as_str()).collect::<Vec<_>>(),
        ["/actions/0/update", "/actions/1/update"]
    );
    assert_eq!(after.told.iter().map(|one| one.0).collect::<Vec<_>>(), [Severity::Error; 2]);
}

#[test]
fn values_of_several_kinds_are_not_updated_together() {
    let after =
        applied("1.1.0", "- target: $.info['title', 'version']\n  update: x\n- target: $.paths..*\n  update: {}\n");
    assert_eq!(after.told, [(Severity::Error, Code::OverlayAction, "/actions/1/target".to_owned())]);
    assert_eq!(after.at("/info"), "{title:x,version:x,description:All of them}");
}

#[test]
fn what_cannot_be_merged_is_told() {
    let action = "- target: $\n  update: {info: x, paths: {/pets: {get: {tags: {a: 1}}}}, x-new: 1}\n";
    let after = applied("1.1.0", action);
    let at = ["/actions/0/update/info", "/actions/0/update/paths/~1pets/get/tags"];
    assert_eq!(after.told, at.map(|at| (Severity::Error, Code::OverlayAction, at.to_owned())));
    let after = applied("1.0.0", action);
    assert_eq!(after.told, at.map(|at| (Severity::Note, Code::OverlayAction, at.to_owned())));
    assert_eq!((after.at("/info"), after.at("/paths/~1pets/get/tags/a")), ("x".into(), "1".into()));
    assert_eq!(after.origin("/paths/~1pets/get/tags/a"), "o/actions/0/update/paths/~1pets/get/tags/a");
    // As in the specification's own example, where a line has a name and no value.
    let after = applied("1.0.0", "- target: $\n  update: {info: null, components: null}\n");
    assert_eq!((after.at("/info/title"), after.at("/components")), ("Pets".into(), "null".into()));
    assert_eq!(after.told, [(Severity::Note, Code::OverlayAction, "/actions/0/update/info".to_owned())]);
}

#[test]
fn what_is_of_one_place_of_the_overlay_is_told_once() {
    let after = applied("1.1.0", "- target: $.paths.*.get\n  update: {tags: x}\n");
    assert_eq!(after.told, [(Severity::Error, Code::OverlayAction, "/actions/0/update/tags".to_owned())]);
    assert!(after.diagnostics.iter().all(|one| one.message.contains("/paths/~1dogs~1{id}/get/tags and 1 more")));
}

#[test]
fn parts_are_removed_and_what_follows_them_is_traced() {
    let after = applied(
        "1.1.0",
        "- target: $.paths.*.get.parameters[?@.in == 'query']\n  remove: true\n\
         - target: $..tags[?@ == 'two']\n  remove: true\n\
         - target: $.paths['/pets'].post\n  remove: true\n",
    )
    .quietly();
    assert_eq!(after.at("/paths/~1pets/get/parameters"), "[{name:c,in:header}]");
    assert_eq!(after.at("/paths/~1pets/get/tags"), "[one,three]");
    assert_eq!(after.at("/paths/~1pets/post"), "nothing");
    assert_eq!(after.origin("/paths/~1pets/get/parameters/0/in"), "/paths/~1pets/get/parameters/2/in");
    assert_eq!(after.origin("/paths/~1pets/get/tags/1"), "/paths/~1pets/get/tags/2");
    assert_eq!(after.origin("/paths/~1pets/get/tags/0"), "/paths/~1pets/get/tags/0");
}

#[test]
fn what_was_put_in_before_is_traced_through_a_removal() {
    let after = applied(
        "1.0.0",
        "- target: $.paths['/pets'].get\n  update: {parameters: [{name: d}, {name: e}], x-new: [{a: 1}, {b: 2}]}\n\
         - target: $.paths['/pets'].get.parameters[?@.name == 'a' || @.name == 'd']\n  remove: true\n\
         - target: $.paths['/pets'].get['x-new'][0]\n  remove: true\n\
         - target: $.paths['/pets'].get.parameters[2]\n  update: {in: cookie}\n",
    )
    .quietly();
    let parameters = "/paths/~1pets/get/parameters";
    assert_eq!(after.at(parameters), "[{name:b,in:query},{name:c,in:header},{name:e,in:cookie}]");
    assert_eq!(after.origin(&format!("{parameters}/0/in")), format!("{parameters}/1/in"));
    assert_eq!(after.origin(&format!("{parameters}/2/name")), "o/actions/0/update/parameters/1/name");
    assert_eq!(after.origin(&format!("{parameters}/2/in")), "o/actions/3/update/in");
    assert_eq!(after.origin("/paths/~1pets/get/x-new/0/b"), "o/actions/0/update/x-new/1/b");
}

#[test]
fn version_1_0_removes_primitives_too() {
    let after = applied("1.0.0", "- target: $.info.description\n  remove: true\n  update: {a: 1}\n");
    assert_eq!(after.at("/info/description"), "nothing");
    assert_eq!(after.told, [(Severity::Warning, Code::OverlayAction, "/actions/0/update".to_owned())]);
}

#[test]
fn parts_within_each_other_are_removed_together() {
    let after = apply_to("a: [[1, 2], [3, {b: [4, 5]}], 6]", "1.1.0", "- target: $.a..[0]\n  remove: true\n").quietly();
    assert_eq!(after.at("/a"), "[[{b:[5]}],6]");
    assert_eq!((after.origin("/a/0/0/b/0"), after.origin("/a/1")), ("/a/1/1/b/1".into(), "/a/2".into()));
}

#[test]
fn the_document_itself_is_not_removed() {
    let after = applied("1.1.0", "- target: $\n  remove: true\n");
    assert_eq!(after.told, [(Severity::Error, Code::OverlayAction, "/actions/0/target".to_owned())]);
    assert_eq!(after.tree, tree(DOCUMENT));
}

#[test]
fn a_part_is_copied_and_moved() {
    let after = applied(
        "1.1.0",
        "- target: $.paths\n  update: {/cats: {}}\n\
         - target: $.paths['/cats', '/dogs/{id}']\n  copy: $.paths['/pets']\n\
         - target: $.paths['/pets']\n  remove: true\n",
    )
    .quietly();
    assert_eq!(after.at("/paths/~1cats/post"), "{deprecated:true,tags:[two]}");
    assert_eq!(after.at("/paths/~1dogs~1{id}/get/tags"), "[dogs,one,two,three,two]");
    assert_eq!(after.origin("/paths/~1cats/post/tags/0"), "o/actions/1/copy/tags/0");
    assert_eq!(after.origin("/paths/~1cats"), "o/actions/0/update/~1cats");
    assert_eq!(after.origin("/paths/~1dogs~1{id}/get/tags/2"), "o/actions/1/copy");
    assert_eq!(after.at("/paths/~1pets"), "nothing");
}

#[test]
fn a_copy_needs_one_source() {
    let after = applied("1.1.0", "- {target: $.info, copy: $.paths.*}\n- {target: $.info, copy: $.nowhere}\n");
    let at = ["/actions/0/copy", "/actions/1/copy"];
    assert_eq!(after.told, at.map(|at| (Severity::Error, Code::OverlayAction, at.to_owned())));
    let after = applied("1.0.0", "- {target: $.info, copy: $.paths}\n");
    let at = ["/actions/0/copy", "/actions/0"];
    assert_eq!(after.told.iter().map(|one| one.2.as_str()).collect::<Vec<_>>(), at);
    assert_eq!(after.told.first().map(|one| (one.0, one.1)), Some((Severity::Error, Code::UnknownField)));
}

#[test]
fn an_action_sees_what_those_before_it_left() {
    let after = applied(
        "1.1.0",
        "- {target: $.info.nowhere, remove: true}\n- {target: $.info, update: {x-a: {x-b: [1, 2]}}}\n\
         - {target: \"$.info['x-a']['x-b'][?@ == 1]\", remove: true}\n- {target: \"$.info['x-a']['x-b'][0]\", update: 3}\n\
         - {target: \"$.info['x-a']['x-b']\", update: [4]}\n- {target: \"$.info['x-a']['x-b'][?@ > 2]\", update: 5}\n",
    );
    assert_eq!(after.told, [(Severity::Warning, Code::OverlayUnmatched, "/actions/0/target".to_owned())]);
    assert_eq!(after.at("/info/x-a/x-b"), "[5,5]");
    assert_eq!(after.origin("/info/x-a/x-b/0"), "o/actions/5/update");
}

#[test]
fn documents_do_not_grow_without_bounds() {
    let long = format!("b: [{}]", "x".repeat(4 << 20));
    let after = apply_to(&long, "1.1.0", &"- {target: $.b, copy: $.b}\n".repeat(40));
    assert_eq!(after.told, [(Severity::Error, Code::TooLarge, "/actions/4/copy".to_owned())]);
    let deep = format!("{}{{z: {{}}}}{}", "{a: ".repeat(100), "}".repeat(100));
    let after = apply_to(&deep, "1.1.0", "- {target: $..z, copy: $}\n");
    assert_eq!(after.told, [(Severity::Error, Code::TooLarge, "/actions/0/copy".to_owned())]);
}

/// What is told of an overlay that cannot be applied.
fn refused(overlay: &str) -> Vec<(Code, String)> {
    let (mut document, mut diagnostics) = (tree(DOCUMENT), Diagnostics::default());
    let is_done = apply(&mut document, &tree(overlay), Some("pets.yaml"), 1, &mut Traces::default(), &mut diagnostics);
    assert!(!is_done && document == tree(DOCUMENT));
    diagnostics.iter().map(|one| (one.code, one.pointer.to_string())).collect()
}

#[test]
fn what_is_wrong_with_an_overlay_is_told_at_its_place() {
    let head = "overlay: 1.1.0\ninfo: {title: O, version: '1'}\n";
    for (overlay, code, at) in [
        ("[]".to_owned(), Code::WrongType, ""),
        ("openapi: 3.0.3".to_owned(), Code::MissingField, ""),
        ("overlay: 2.0.0".to_owned(), Code::UnsupportedVersion, "/overlay"),
        ("overlay: 1.10.0".to_owned(), Code::UnsupportedVersion, "/overlay"),
        ("overlay: true".to_owned(), Code::WrongType, "/overlay"),
        (head.to_owned(), Code::MissingField, ""),
        (format!("{head}actions: {{}}"), Code::WrongType, "/actions"),
        (format!("{head}actions: [1]"), Code::WrongType, "/actions/0"),
        (format!("{head}actions: [{{remove: true}}]"), Code::MissingField, "/actions/0"),
        (format!("{head}actions: [{{target: 1, remove: true}}]"), Code::WrongType, "/actions/0/target"),
        (format!("{head}actions: [{{target: $.info, remove: 'yes'}}]"), Code::WrongType, "/actions/0/remove"),
        (
            format!("{head}actions: [{{target: $.info, updaet: {{}}, remove: true}}]"),
            Code::UnknownField,
            "/actions/0/updaet",
        ),
        (format!("{head}actions: [{{target: info, remove: true}}]"), Code::OverlayQuery, "/actions/0/target"),
        (format!("{head}actions: [{{target: $.info, copy: '$.a['}}]"), Code::OverlayQuery, "/actions/0/copy"),
        (format!("{head}actions: [{{target: $.info, copy: $.a, update: 1}}]"), Code::OverlayAction, "/actions/0/copy"),
        (format!("{head}action: []\nactions: []"), Code::UnknownField, "/action"),
        (format!("{head}extends: 1\nactions: []"), Code::WrongType, "/extends"),
    ] {
        let told = refused(&overlay);
        assert_eq!(told.first(), Some(&(code, at.to_owned())), "{overlay}");
    }
}

#[test]
fn what_concerns_only_the_overlay_itself_is_a_warning() {
    let overlay = "overlay: 1.0\ninfo: {titel: O, version: 1}\nx-mine: 1\nextends: https://example.com/dogs.yaml?raw=1\n\
                   actions: [{target: $.info, description: 1, x-why: 2}]";
    let mut diagnostics = Diagnostics::default();
    assert!(apply(&mut tree(DOCUMENT), &tree(overlay), Some("pets.yaml"), 1, &mut Traces::default(), &mut diagnostics));
    let told: Vec<_> = diagnostics.iter().map(|one| (one.severity, one.code, one.pointer.as_str())).collect();
    let warning = |code, at| (Severity::Warning, code, at);
    assert_eq!(
        told,
        [
            (Severity::Note, Code::WrongType, "/overlay"),
            warning(Code::UnknownField, "/info/titel"),
            warning(Code::MissingField, "/info"),
            warning(Code::WrongType, "/info/version"),
            warning(Code::WrongType, "/actions/0/description"),
            warning(Code::OverlayAction, "/actions/0"),
            warning(Code::OverlayExtends, "/extends"),
        ]
    );
}

#[test]
fn an_overlay_for_this_document_is_told_nothing() {
    for extends in ["pets.yaml", "./pets.yaml", "https://example.com/a/pets.yaml?x#y", "..\\pets.yaml"] {
        let overlay = format!(
            "{{overlay: 1.1.0, info: {{title: O, version: '1', description: d}}, extends: '{extends}', \
             actions: [{{target: $.info, update: {{}}}}]}}"
        );
        let mut diagnostics = Diagnostics::default();
        apply(&mut tree(DOCUMENT), &tree(&overlay), Some("pets.yaml"), 1, &mut Traces::default(), &mut diagnostics);
        assert_eq!(diagnostics.iter().count(), 0, "{extends}");
    }
}
