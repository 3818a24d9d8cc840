//! What may change about the client, its credentials and servers, what the API sends, and about anything.

use super::{ADDITIVE, BREAKING, CALLS, COPY, FEATURES, Mirror, NONE, Rule, SAME_BACK, TYPES, rules};

rules! {
    /// The builder has another method.
    CREDENTIAL_ADDED = "credential-added", Mirror::Rule("credential-removed"), wire ADDITIVE, rust ADDITIVE, "is new";
    /// Requests with it are refused, and the builder's method is gone.
    CREDENTIAL_REMOVED = "credential-removed", Mirror::Rule("credential-added"), wire BREAKING, rust BREAKING, "is gone";
    /// Requests have to carry it elsewhere, from the same argument of the same method.
    CREDENTIAL_MOVED = "credential-moved", SAME_BACK, wire BREAKING, rust NONE, "is sent in another way";
    /// Requests have to prove otherwise who calls, and the builder's method takes other arguments.
    CREDENTIAL_KIND_CHANGED = "credential-kind-changed", SAME_BACK, wire BREAKING, rust BREAKING, "is of another kind";
    /// The builder has another method: tokens can come from a source, or be fetched.
    TOKEN_SOURCE_ADDED = "token-source-added", Mirror::Rule("token-source-removed"), wire NONE, rust ADDITIVE,
        "can be had from a source of tokens";
    /// The builder's method is gone; code that calls it no longer compiles.
    TOKEN_SOURCE_REMOVED = "token-source-removed", Mirror::Rule("token-source-added"), wire NONE, rust BREAKING,
        "can no longer be had from a source of tokens";
    /// Tokens are given elsewhere; clients that were generated before ask where nobody answers.
    TOKEN_ENDPOINT_CHANGED = "token-endpoint-changed", SAME_BACK, wire BREAKING, rust NONE,
        "has its tokens from another URL";

    /// Requests go elsewhere; whether the old place still answers the document does not say.
    SERVER_CHANGED = "server-changed", SAME_BACK, wire BREAKING, rust NONE, "is at another URL";
    /// The document says no longer where the API is, and code that builds the client without a URL of its own gets an error.
    SERVER_UNNAMED = "server-unnamed", Mirror::Rule("server-named"), wire BREAKING, rust BREAKING,
        unseen CALLS, "has no server unless `base_url` gives one";
    /// Who does not give a URL calls the server of the document; who does still calls that.
    SERVER_NAMED = "server-named", Mirror::Rule("server-unnamed"), wire NONE, rust ADDITIVE,
        unseen CALLS, "has a server without `base_url`";
    /// There is another server to choose.
    SERVER_ADDED = "server-added", Mirror::Rule("server-removed"), wire ADDITIVE, rust ADDITIVE, "is new";
    /// The document does not name the server any more, and the function for it is gone.
    SERVER_REMOVED = "server-removed", Mirror::Rule("server-added"), wire BREAKING, rust BREAKING, "is gone";
    /// The caller can choose a server, by a function of its own.
    SERVER_CHOICE_ADDED = "server-choice-added", Mirror::Rule("server-choice-removed"), wire NONE, rust ADDITIVE,
        "can be called at a server of one's choice";
    /// There is nothing to choose, so that the function and the type of it are gone.
    SERVER_CHOICE_REMOVED = "server-choice-removed", Mirror::Rule("server-choice-added"), wire NONE, rust BREAKING,
        "can no longer be called at a server of one's choice";
    /// Who chooses none calls another server.
    SERVER_DEFAULT_CHANGED = "server-default-changed", SAME_BACK, wire BREAKING, rust NONE,
        "has another value unless one is chosen";
    /// A server with variables has a type of its own beside others, so that the function for it returns that; code that names
    /// the type no longer compiles.
    SERVER_TYPE_CHANGED = "server-type-changed", SAME_BACK, wire NONE, rust BREAKING, "is of another type";
    /// The variable has a default, so that nobody needs to know it.
    SERVER_VARIABLE_ADDED = "server-variable-added", Mirror::Rule("server-variable-removed"), wire ADDITIVE,
        rust ADDITIVE, "is new";
    /// The function that sets the variable is gone.
    SERVER_VARIABLE_REMOVED = "server-variable-removed", Mirror::Rule("server-variable-added"), wire BREAKING,
        rust BREAKING, "is gone";
    /// The variable is a text or one of listed values, and now the other: the function that sets it takes another type.
    SERVER_VARIABLE_TYPE_CHANGED = "server-variable-type-changed", SAME_BACK, wire BREAKING, rust BREAKING,
        unseen TYPES, "is set by another type";
    /// The enum of values, which is `#[non_exhaustive]`, has another variant.
    SERVER_VALUE_ADDED = "server-value-added", Mirror::Rule("server-value-removed"), wire ADDITIVE, rust ADDITIVE,
        "is new";
    /// There is no such server any more; code that names the variant no longer compiles.
    SERVER_VALUE_REMOVED = "server-value-removed", Mirror::Rule("server-value-added"), wire BREAKING, rust BREAKING,
        "is gone";

    /// Enums of what the API sends are `#[non_exhaustive]`; who has not asked for it does not get it.
    WEBHOOK_ADDED = "webhook-added", Mirror::Rule("webhook-removed"), wire ADDITIVE, rust ADDITIVE, "is new";
    /// Who waits for it waits in vain; code that names its variant no longer compiles.
    WEBHOOK_REMOVED = "webhook-removed", Mirror::Rule("webhook-added"), wire BREAKING, rust BREAKING, "is gone";
    /// Who receives it has to take another method. Its reader is the same.
    WEBHOOK_METHOD_CHANGED = "webhook-method-changed", SAME_BACK, wire BREAKING, rust NONE, "has another method";
    /// A property tells all of them apart, so that there are `read_any` and `Unknown`.
    WEBHOOK_TAG_ADDED = "webhook-tag-added", Mirror::Rule("webhook-tag-removed"), wire NONE, rust ADDITIVE,
        "can be told apart by a property";
    /// No property tells all of them apart, so that `read_any` and `Unknown` are gone.
    WEBHOOK_TAG_REMOVED = "webhook-tag-removed", Mirror::Rule("webhook-tag-added"), wire NONE, rust BREAKING,
        "can no longer be told apart by a property";
    /// Another answer is taken. Nothing is generated for it.
    WEBHOOK_ANSWER_ADDED = "webhook-answer-added", Mirror::Rule("webhook-answer-removed"), wire ADDITIVE, rust NONE,
        "may be answered with another status";
    /// An answer is not taken any more.
    WEBHOOK_ANSWER_REMOVED = "webhook-answer-removed", Mirror::Rule("webhook-answer-added"), wire BREAKING, rust NONE,
        "may no longer be answered with a status";
    /// An answer has to carry another type. Nothing is generated for it.
    WEBHOOK_ANSWER_CHANGED = "webhook-answer-changed", SAME_BACK, wire BREAKING, rust NONE,
        "is answered with another type";
    /// More comes with it.
    WEBHOOK_PARAMETER_ADDED = "webhook-parameter-added", Mirror::Rule("webhook-parameter-removed"), wire ADDITIVE,
        rust NONE, "comes with another parameter";
    /// Who reads the parameter looks for it in vain. Nothing is generated for it.
    WEBHOOK_PARAMETER_REMOVED = "webhook-parameter-removed", Mirror::Rule("webhook-parameter-added"), wire BREAKING,
        rust NONE, "no longer comes with a parameter";
    /// Who reads the parameter meets other values. Nothing is generated for it.
    WEBHOOK_PARAMETER_CHANGED = "webhook-parameter-changed", SAME_BACK, wire BREAKING, rust NONE,
        "comes with a parameter of another type";
    /// Who relied on the parameter may look for it in vain. Nothing is generated for it.
    WEBHOOK_PARAMETER_NOT_PROMISED = "webhook-parameter-not-promised", Mirror::Rule("webhook-parameter-promised"),
        wire BREAKING, rust NONE, "may come without a parameter";
    /// The parameter always comes. Nothing is generated for it.
    WEBHOOK_PARAMETER_PROMISED = "webhook-parameter-promised", Mirror::Rule("webhook-parameter-not-promised"),
        wire ADDITIVE, rust NONE, "always comes with a parameter";
    /// There may be nothing to read, so that readers fail that were generated before. They are the same.
    WEBHOOK_BODY_NOT_PROMISED = "webhook-body-not-promised", Mirror::Rule("webhook-body-promised"), wire BREAKING,
        rust NONE, "may come without a body";
    /// There is always something to read.
    WEBHOOK_BODY_PROMISED = "webhook-body-promised", Mirror::Rule("webhook-body-not-promised"), wire ADDITIVE,
        rust NONE, "always comes with a body";

    /// The client's builder sets another header. What each operation asks for is told by itself.
    CLIENT_HEADER_ADDED = "client-header-added", Mirror::Rule("client-header-removed"), wire NONE, rust ADDITIVE,
        "is set on the client";
    /// The builder's method is gone; code that calls it no longer compiles.
    CLIENT_HEADER_REMOVED = "client-header-removed", Mirror::Rule("client-header-added"), wire NONE, rust BREAKING,
        "is not set on the client any more";
    /// Requests without it are refused, so that calls of a client on which it is not set fail.
    CLIENT_HEADER_REQUIRED = "client-header-required", Mirror::Rule("client-header-unsent"), wire BREAKING,
        rust BREAKING, unseen CALLS, "has to be set on the client";
    /// Requests without it mean what they meant.
    CLIENT_HEADER_SENT = "client-header-sent", Mirror::Rule("client-header-unsent"), wire ADDITIVE, rust NONE,
        "is sent where it is set on the client";
    /// What it said no longer counts.
    CLIENT_HEADER_UNSENT = "client-header-unsent", Mirror::Rule("client-header-sent"), wire BREAKING, rust NONE,
        "is not sent any more";

    /// The crate has another feature, which is on by default.
    FEATURE_ADDED = "feature-added", Mirror::Rule("feature-removed"), wire NONE, rust ADDITIVE,
        unseen FEATURES, "is new";
    /// No crate that asks for the feature can be built.
    FEATURE_REMOVED = "feature-removed", Mirror::Rule("feature-added"), wire NONE, rust BREAKING,
        unseen FEATURES, "is gone";
    /// All parts of the API are there with the features that are on by default, so that who has turned these off has none.
    API_LEFT_TO_FEATURES = "api-left-to-features", Mirror::Rule("api-always-there"), wire NONE, rust BREAKING,
        unseen FEATURES, "has its parts by features of the crate";
    /// All parts of the API are there whatever features are chosen. Those that are gone are told by themselves.
    API_ALWAYS_THERE = "api-always-there", Mirror::Rule("api-left-to-features"), wire NONE, rust ADDITIVE,
        unseen FEATURES, "has all its parts whatever features are chosen";
    /// Who asks for the feature alone no longer has it: the operation has another tag, or nothing of the tag needs the type any
    /// more.
    FEATURE_LEFT = "feature-left", Mirror::None("the same where it moves from feature to feature, and else nothing"),
        wire NONE, rust BREAKING, unseen FEATURES, "is not there with a feature that had it";
    /// Types have a method that holds them against the document's constraints.
    VALIDATE_ADDED = "validate-added", Mirror::Rule("validate-removed"), wire NONE, rust ADDITIVE,
        "can hold its types against constraints";
    /// The method of all types is gone; code that calls it no longer compiles.
    VALIDATE_REMOVED = "validate-removed", Mirror::Rule("validate-added"), wire NONE, rust BREAKING,
        "can no longer hold its types against constraints";

    /// A crate with a copy of the runtime has the types of the part.
    RUNTIME_PART_ADDED = "runtime-part-added", Mirror::Rule("runtime-part-removed"), wire NONE, rust ADDITIVE,
        unseen COPY, "is part of the runtime";
    /// Nothing in the document needs the part any more, so that a crate with a copy of the runtime no longer has its types and
    /// implementations.
    RUNTIME_PART_REMOVED = "runtime-part-removed", Mirror::Rule("runtime-part-added"), wire NONE, rust BREAKING,
        unseen COPY, "is no part of the runtime any more";
    /// Where no variant carries anything, `as isize` gives its number, which is its place among them in the document's order.
    /// Another order, a variant before others and one that carries something change that.
    VARIANT_NUMBERS_CHANGED = "variant-numbers-changed",
        Mirror::None("the same where no variant carries anything, and else nothing"), wire NONE, rust BREAKING,
        "has other numbers for its variants";
    /// On the wire it is the same; code that uses the old name no longer compiles.
    MEMBER_RENAMED = "member-renamed", SAME_BACK, wire NONE, rust BREAKING, "has another name in Rust";
    /// The compiler warns of uses.
    DEPRECATED = "deprecated", Mirror::Rule("undeprecated"), wire NONE, rust ADDITIVE, "is deprecated";
    /// The compiler no longer warns of uses.
    UNDEPRECATED = "undeprecated", Mirror::Rule("deprecated"), wire NONE, rust NONE, "is no longer deprecated";
    /// Only people notice.
    DOCUMENTATION_CHANGED = "documentation-changed", SAME_BACK, wire NONE, rust NONE, "is described in other words";
}
