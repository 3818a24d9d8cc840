//! What may change about operations.

use super::{ADDITIVE, BREAKING, MEANING, Mirror, NONE, ORDER, Rule, SAME_BACK, TYPES, rules};

rules! {
    /// A new function is in nobody's way.
    OPERATION_ADDED = "operation-added", Mirror::Rule("operation-removed"), wire ADDITIVE, rust ADDITIVE, "is new";
    /// Requests are answered with an error, and code that calls the function no longer compiles.
    OPERATION_REMOVED = "operation-removed", Mirror::Rule("operation-added"), wire BREAKING, rust BREAKING, "is gone";
    /// The document has it as before, and the settings' `only` does not select it; code that calls the function no longer
    /// compiles.
    OPERATION_LEFT_OUT = "operation-left-out", Mirror::Rule("operation-selected"), wire NONE, rust BREAKING,
        "is not selected any more";
    /// The document had it before, and the settings' `only` selects it now.
    OPERATION_SELECTED = "operation-selected", Mirror::Rule("operation-left-out"), wire NONE, rust ADDITIVE,
        "is selected";
    /// The request is the same; code that calls the function no longer compiles.
    OPERATION_RENAMED = "operation-renamed", SAME_BACK, wire NONE, rust BREAKING, "has another name";
    /// Requests of clients that were generated before go where nobody answers. The function is the same.
    OPERATION_MOVED = "operation-moved", SAME_BACK, wire BREAKING, rust NONE, "has another method or path";
    /// What stood in one segment of the path stands in another one. The function takes its arguments as before, and writes them
    /// elsewhere.
    PATH_PARAMETERS_MOVED = "path-parameters-moved", SAME_BACK, wire BREAKING, rust BREAKING,
        unseen MEANING, "writes its path parameters into other segments";
    /// The name of what stands in the path is never sent, and arguments have no names in Rust.
    PATH_PARAMETER_RENAMED = "path-parameter-renamed", SAME_BACK, wire NONE, rust NONE, "has another name";
    /// The function returns a type of its own, on which what is optional is chained. It is awaited as before, but code that
    /// names `Request` no longer compiles.
    CALL_TYPE_ADDED = "call-type-added", Mirror::Rule("call-type-removed"), wire NONE, rust BREAKING,
        unseen TYPES, "returns a type of its own";
    /// With nothing optional the function returns a `Request`; code that names the type no longer compiles.
    CALL_TYPE_REMOVED = "call-type-removed", Mirror::Rule("call-type-added"), wire NONE, rust BREAKING,
        "returns a `Request`";
    /// The document describes errors, so that they have a type; code that names `Infallible` in its place no longer compiles.
    ERROR_TYPE_ADDED = "error-type-added", Mirror::Rule("error-type-removed"), wire NONE, rust BREAKING,
        unseen TYPES, "has a type of its errors";
    /// The document describes no errors, so that the type of them is gone.
    ERROR_TYPE_REMOVED = "error-type-removed", Mirror::Rule("error-type-added"), wire NONE, rust BREAKING,
        "has no type of its errors any more";

    /// The header is set once on the client's builder, and sent as before; the operation does not take it any more.
    PARAMETER_LEFT_TO_CLIENT = "parameter-left-to-client", Mirror::Rule("parameter-left-to-call"), wire NONE,
        rust BREAKING, "is set on the client";
    /// The header was set once on the client's builder; each call gives it now, and it is sent as before.
    PARAMETER_LEFT_TO_CALL = "parameter-left-to-call", Mirror::Rule("parameter-left-to-client"), wire NONE,
        rust BREAKING, "is given with each call";
    /// Requests without it are refused, and the function has one argument more.
    PARAMETER_ADDED_REQUIRED = "parameter-added-required", Mirror::Rule("parameter-removed-required"), wire BREAKING,
        rust BREAKING, "is new and required";
    /// What it said no longer counts, and the function has one argument less.
    PARAMETER_REMOVED_REQUIRED = "parameter-removed-required", Mirror::Rule("parameter-added-required"), wire BREAKING,
        rust BREAKING, "is gone";
    /// Requests without it mean what they meant; it is set by a function of its own.
    PARAMETER_ADDED_OPTIONAL = "parameter-added-optional", Mirror::Rule("parameter-removed-optional"), wire ADDITIVE,
        rust ADDITIVE, "is new";
    /// What it said no longer counts, and the function that set it is gone.
    PARAMETER_REMOVED_OPTIONAL = "parameter-removed-optional", Mirror::Rule("parameter-added-optional"), wire BREAKING,
        rust BREAKING, "is gone";
    /// Requests have to use the other name, and so has code.
    PARAMETER_RENAMED = "parameter-renamed", SAME_BACK, wire BREAKING, rust BREAKING, "has another name";
    /// Requests have to use the other name. Arguments have no names in Rust, and what sets it is called alike.
    ARGUMENT_RENAMED = "argument-renamed", SAME_BACK, wire BREAKING, rust NONE, "has another name";
    /// Requests without it are refused; it becomes an argument of the function.
    PARAMETER_BECAME_REQUIRED = "parameter-became-required", Mirror::Rule("parameter-became-optional"), wire BREAKING,
        rust BREAKING, "must be given";
    /// Requests may leave it out; the function has one argument less, and another function sets it.
    PARAMETER_BECAME_OPTIONAL = "parameter-became-optional", Mirror::Rule("parameter-became-required"), wire ADDITIVE,
        rust BREAKING, "may be left out";
    /// Requests have to carry it elsewhere. What it is given as is the same; if the order of arguments is not, that is told by
    /// itself.
    PARAMETER_MOVED = "parameter-moved", SAME_BACK, wire BREAKING, rust NONE, "is in another place of the request";
    /// Servers read it in another way than clients that were generated before write it.
    PARAMETER_STYLE_CHANGED = "parameter-style-changed", SAME_BACK, wire BREAKING, rust NONE,
        "is written in another way";
    /// The name may be sent without a value, so that the argument becomes an `Option`.
    PARAMETER_EMPTY_ALLOWED = "parameter-empty-allowed", Mirror::Rule("parameter-empty-refused"), wire ADDITIVE,
        rust BREAKING, unseen TYPES, "may be sent without a value";
    /// The name must not be sent without a value, so that the argument is no longer an `Option`.
    PARAMETER_EMPTY_REFUSED = "parameter-empty-refused", Mirror::Rule("parameter-empty-allowed"), wire BREAKING,
        rust BREAKING, unseen TYPES, "may not be sent without a value";
    /// What is meant where it is left out is said.
    PARAMETER_DEFAULT_ADDED = "parameter-default-added", Mirror::Rule("parameter-default-removed"), wire ADDITIVE,
        rust NONE, "has a default";
    /// What is meant where it is left out is no longer certain.
    PARAMETER_DEFAULT_REMOVED = "parameter-default-removed", Mirror::Rule("parameter-default-added"), wire BREAKING,
        rust NONE, "has no default any more";
    /// A request that leaves it out means something else. The client leaves it out as before.
    PARAMETER_DEFAULT_CHANGED = "parameter-default-changed", SAME_BACK, wire BREAKING, rust NONE, "has another default";
    /// Arguments are in the document's order, so that values of one type are swapped and the compiler says nothing.
    ARGUMENT_ORDER_CHANGED = "argument-order-changed", SAME_BACK, wire NONE, rust BREAKING,
        unseen ORDER, "takes its arguments in another order";
    /// More may be said, but code that gives the old type no longer compiles.
    ARGUMENT_TYPE_WIDENED = "argument-type-widened", Mirror::Rule("argument-type-narrowed"), wire ADDITIVE,
        rust BREAKING, unseen TYPES, "is of a type of more values";
    /// Some values that were fine are refused, and code that gives the old type no longer compiles.
    ARGUMENT_TYPE_NARROWED = "argument-type-narrowed", Mirror::Rule("argument-type-widened"), wire BREAKING,
        rust BREAKING, unseen TYPES, "is of a type of fewer values";
    /// Any text may be given, and values of the old type still may: they are written as text too. Where the compiler inferred the
    /// type from the argument's, as with `text.parse()?`, it has to be said; like Cargo's own rules, this counts as nothing.
    ARGUMENT_GENERALIZED = "argument-generalized", Mirror::Rule("argument-type-narrowed"), wire ADDITIVE, rust ADDITIVE,
        unseen TYPES, "is any text";
    /// What was sent is not read any more, and code that gives the old type no longer compiles.
    ARGUMENT_TYPE_CHANGED = "argument-type-changed", SAME_BACK, wire BREAKING, rust BREAKING,
        unseen TYPES, "is of another type";
    /// The same is sent, but code that gives the old type no longer compiles.
    ARGUMENT_TYPE_REPRESENTED = "argument-type-represented", SAME_BACK, wire NONE, rust BREAKING,
        unseen TYPES, "is of another type for the same values";

    /// Requests without a body are refused, and the function has one argument more.
    BODY_ADDED_REQUIRED = "body-added-required", Mirror::Rule("body-removed-required"), wire BREAKING, rust BREAKING,
        "has a body, which is required";
    /// What the body said no longer counts, and the function has one argument less.
    BODY_REMOVED_REQUIRED = "body-removed-required", Mirror::Rule("body-added-required"), wire BREAKING, rust BREAKING,
        "has no body any more";
    /// Requests without a body mean what they meant; a function of its own sets it.
    BODY_ADDED_OPTIONAL = "body-added-optional", Mirror::Rule("body-removed-optional"), wire ADDITIVE, rust ADDITIVE,
        "may have a body";
    /// What the body said no longer counts, and the function that set it is gone.
    BODY_REMOVED_OPTIONAL = "body-removed-optional", Mirror::Rule("body-added-optional"), wire BREAKING, rust BREAKING,
        "has no body any more";
    /// Requests without a body are refused; it becomes an argument of the function.
    BODY_BECAME_REQUIRED = "body-became-required", Mirror::Rule("body-became-optional"), wire BREAKING, rust BREAKING,
        "must have its body";
    /// Requests may leave it out; the function has one argument less, and another function sets it.
    BODY_BECAME_OPTIONAL = "body-became-optional", Mirror::Rule("body-became-required"), wire ADDITIVE, rust BREAKING,
        "may leave its body out";
    /// The body may come in another media type, by a function of its own.
    BODY_CHOICE_ADDED = "body-choice-added", Mirror::Rule("body-choice-removed"), wire ADDITIVE, rust ADDITIVE,
        "takes its body in another media type too";
    /// Bodies of the media type are refused, and the function that takes it is gone.
    BODY_CHOICE_REMOVED = "body-choice-removed", Mirror::Rule("body-choice-added"), wire BREAKING, rust BREAKING,
        "no longer takes its body in a media type";
    /// The body is sent as something else, from the same argument.
    BODY_MEDIA_TYPE_CHANGED = "body-media-type-changed", SAME_BACK, wire BREAKING, rust NONE,
        "has its body in another media type";
    /// Servers take another media type, which the same function sends.
    BODY_MEDIA_TYPE_ALLOWED = "body-media-type-allowed", Mirror::Rule("body-media-type-refused"), wire ADDITIVE,
        rust NONE, "allows for another media type of its body";
    /// Servers refuse a media type that they took.
    BODY_MEDIA_TYPE_REFUSED = "body-media-type-refused", Mirror::Rule("body-media-type-allowed"), wire BREAKING,
        rust NONE, "no longer allows for a media type of its body";
    /// The media type is up to the caller, who gives it as an argument before the body.
    BODY_OPENED = "body-opened", Mirror::Rule("body-closed"), wire ADDITIVE, rust BREAKING,
        "asks for the media type of its body";
    /// There is one media type left, so that the argument for it is gone.
    BODY_CLOSED = "body-closed", Mirror::Rule("body-opened"), wire BREAKING, rust BREAKING,
        "no longer asks for the media type of its body";
    /// The body is made of something else: servers do not read the old one, and the argument has another type.
    BODY_KIND_CHANGED = "body-kind-changed", SAME_BACK, wire BREAKING, rust BREAKING,
        "has a body that is made of something else";
    /// Servers read a property of the form in another way than clients that were generated before write it.
    FORM_STYLE_CHANGED = "form-style-changed", SAME_BACK, wire BREAKING, rust NONE,
        "has a form with properties that are written in another way";
    /// Forms without it are refused, and `new` asks for it.
    PART_ADDED_REQUIRED = "part-added-required", Mirror::Rule("part-removed-required"), wire BREAKING, rust BREAKING,
        "is new and required";
    /// What it said no longer counts, and `new` has one argument less.
    PART_REMOVED_REQUIRED = "part-removed-required", Mirror::Rule("part-added-required"), wire BREAKING, rust BREAKING,
        "is gone";
    /// Forms without it mean what they meant; a setter adds it.
    PART_ADDED_OPTIONAL = "part-added-optional", Mirror::Rule("part-removed-optional"), wire ADDITIVE, rust ADDITIVE,
        "is new";
    /// What it said no longer counts, and its setter is gone.
    PART_REMOVED_OPTIONAL = "part-removed-optional", Mirror::Rule("part-added-optional"), wire BREAKING, rust BREAKING,
        "is gone";
    /// Forms without it are refused; it becomes an argument of `new`.
    PART_BECAME_REQUIRED = "part-became-required", Mirror::Rule("part-became-optional"), wire BREAKING, rust BREAKING,
        "must be there";
    /// Forms may leave it out; `new` has one argument less, and a setter adds it.
    PART_BECAME_OPTIONAL = "part-became-optional", Mirror::Rule("part-became-required"), wire ADDITIVE, rust BREAKING,
        "may be left out";
    /// Forms have to use the other name. What takes the part is called alike.
    PART_KEY_CHANGED = "part-key-changed", SAME_BACK, wire BREAKING, rust NONE, "has another name in the form";
    /// The part is sent as something else, from the same argument.
    PART_MEDIA_TYPE_CHANGED = "part-media-type-changed", SAME_BACK, wire BREAKING, rust NONE,
        "is sent in another media type";
}
