//! What may change about what operations answer, how their pages follow and who may call them.

use super::{
    ADDITIVE, BREAKING, IMPLEMENTATIONS, MEANING, Mirror, NARROWER, NONE, Rule, SAME_BACK, TYPES, WIDER, rules,
};

rules! {
    /// Readers meet values that they do not take, and code that names the old type no longer compiles.
    ANSWER_TYPE_WIDENED = "answer-type-widened", Mirror::Rule("answer-type-narrowed"), wire WIDER, rust BREAKING,
        unseen TYPES, "is of a type of more values";
    /// Readers keep values that they do not know, as the enum that stood there does, but code that names the enum no longer
    /// compiles.
    ANSWER_TYPE_OPENED = "answer-type-opened", Mirror::Rule("answer-type-narrowed"), wire ADDITIVE, rust BREAKING,
        unseen TYPES, "is of a type of more values than those that were listed";
    /// Readers can take all that comes, but code that names the old type no longer compiles.
    ANSWER_TYPE_NARROWED = "answer-type-narrowed", Mirror::Rule("answer-type-widened"), wire NARROWER, rust BREAKING,
        unseen TYPES, "is of a type of fewer values";
    /// Readers do not read it, and code that names the old type no longer compiles.
    ANSWER_TYPE_CHANGED = "answer-type-changed", SAME_BACK, wire BREAKING, rust BREAKING,
        unseen TYPES, "is of another type";
    /// The same comes, but code that names the old type no longer compiles.
    ANSWER_TYPE_REPRESENTED = "answer-type-represented", SAME_BACK, wire NONE, rust BREAKING,
        unseen TYPES, "is of another type for the same values";
    /// A success may have another status; it is read as the others are.
    SUCCESS_STATUS_ADDED = "success-status-added", Mirror::Rule("success-status-removed"), wire ADDITIVE, rust NONE,
        "may succeed with another status";
    /// Who waits for the status waits in vain; what is read is the same.
    SUCCESS_STATUS_REMOVED = "success-status-removed", Mirror::Rule("success-status-added"), wire BREAKING, rust NONE,
        "no longer succeeds with a status";
    /// The enum of successes, which is `#[non_exhaustive]`, has another variant.
    SUCCESS_ADDED = "success-added", Mirror::Rule("success-removed"), wire ADDITIVE, rust ADDITIVE,
        "is another success";
    /// Who waits for it waits in vain; code that names the variant no longer compiles.
    SUCCESS_REMOVED = "success-removed", Mirror::Rule("success-added"), wire BREAKING, rust BREAKING,
        "is no success any more";
    /// It was among the successes of a range; code that meets it there meets it no more, and the compiler says nothing.
    SUCCESS_SPLIT = "success-split", Mirror::Rule("success-merged"), wire NONE, rust BREAKING,
        unseen MEANING, "is a success of its own now";
    /// It is among the successes of a range; what comes is read as those are, and code that names the variant no longer compiles.
    SUCCESS_MERGED = "success-merged", Mirror::Rule("success-split"), wire NONE, rust BREAKING,
        "is among the successes of a range now";
    /// Successes carry different things, so that they are an enum; code that reads the one no longer compiles.
    SUCCESS_BECAME_ENUM = "success-became-enum", Mirror::Rule("success-became-one"), wire ADDITIVE, rust BREAKING,
        unseen TYPES, "returns an enum of its successes";
    /// All successes carry the same, so that there is no enum; code that matches it no longer compiles.
    SUCCESS_BECAME_ONE = "success-became-one", Mirror::Rule("success-became-enum"), wire BREAKING, rust BREAKING,
        "returns the one success that there is";
    /// A success that is left to the caller to read can be neither cloned nor compared, nor can the enum with it.
    SUCCESS_COMPARISON_REMOVED = "success-comparison-removed", Mirror::Rule("success-comparison-added"), wire NONE,
        rust BREAKING, "can no longer be cloned and compared";
    /// Every success is read at once, so that the enum is `Clone` and `PartialEq`.
    SUCCESS_COMPARISON_ADDED = "success-comparison-added", Mirror::Rule("success-comparison-removed"), wire NONE,
        rust ADDITIVE, "can be cloned and compared";
    /// The enum of errors, which is `#[non_exhaustive]`, has another variant; who does not know the status has it as
    /// undocumented.
    ERROR_ADDED = "error-added", Mirror::Rule("error-removed"), wire ADDITIVE, rust ADDITIVE, "is another error";
    /// It was among the errors of a range or of any other status; code that meets it there meets it no more, and the compiler says
    /// nothing.
    ERROR_SPLIT = "error-split", Mirror::Rule("error-merged"), wire ADDITIVE, rust BREAKING,
        unseen MEANING, "is an error of its own now";
    /// It is among the errors of a range or of any other status; what comes is read as those are, and code that names the variant
    /// no longer compiles.
    ERROR_MERGED = "error-merged", Mirror::Rule("error-split"), wire NONE, rust BREAKING,
        "is among the errors of a range now";
    /// There is less to be ready for, but code that names the variant no longer compiles.
    ERROR_REMOVED = "error-removed", Mirror::Rule("error-added"), wire ADDITIVE, rust BREAKING,
        "is no documented error any more";
    /// All errors carry one type, so that it can be had from the enum by `as_ref` and `into`.
    ERROR_BODY_SHARED = "error-body-shared", Mirror::Rule("error-body-no-longer-shared"), wire NONE, rust ADDITIVE,
        unseen IMPLEMENTATIONS, "can be taken for what all its variants carry";
    /// Errors carry different things, so that `as_ref` and `into` are gone.
    ERROR_BODY_NO_LONGER_SHARED = "error-body-no-longer-shared", Mirror::Rule("error-body-shared"), wire NONE,
        rust BREAKING, unseen IMPLEMENTATIONS, "can no longer be taken for what all its variants carry";
    /// Clients that were generated before ask for what is not there, and may be refused (RFC 9110, section 15.5.7). The client
    /// asks for the other media type, and reads it into the same type.
    ANSWER_MEDIA_TYPE_CHANGED = "answer-media-type-changed", SAME_BACK, wire BREAKING, rust NONE,
        "comes in another media type";
    /// Who asks for what was there before still gets it, and the client reads either alike; an error comes as it likes.
    ANSWER_MEDIA_TYPE_ADDED = "answer-media-type-added", Mirror::Rule("answer-media-type-removed"), wire ADDITIVE,
        rust NONE, "may come in another media type";
    /// Clients that were generated before ask for others too, and read them alike; an error comes as it likes.
    ANSWER_MEDIA_TYPE_REMOVED = "answer-media-type-removed", Mirror::Rule("answer-media-type-added"), wire ADDITIVE,
        rust NONE, "no longer comes in a media type";
    /// Another media type can be asked for by a function of its own.
    ALTERNATIVE_ADDED = "alternative-added", Mirror::Rule("alternative-removed"), wire ADDITIVE, rust ADDITIVE,
        "can be asked for instead";
    /// Who asks for the media type does not get it, and the function that does is gone.
    ALTERNATIVE_REMOVED = "alternative-removed", Mirror::Rule("alternative-added"), wire BREAKING, rust BREAKING,
        "can no longer be asked for instead";
    /// Who does not know the header ignores it.
    RESPONSE_HEADER_ADDED = "response-header-added", Mirror::Rule("response-header-removed"), wire ADDITIVE, rust NONE,
        "comes with a response";
    /// Who reads the header looks for it in vain. Its constant is told by itself.
    RESPONSE_HEADER_REMOVED = "response-header-removed", Mirror::Rule("response-header-added"), wire BREAKING,
        rust NONE, "no longer comes with a response";
    /// Who relied on the header may look for it in vain. What reads it says so anyway.
    RESPONSE_HEADER_NOT_PROMISED = "response-header-not-promised", Mirror::Rule("response-header-promised"),
        wire BREAKING, rust NONE, "may come without a header";
    /// The header always comes. What reads it is the same.
    RESPONSE_HEADER_PROMISED = "response-header-promised", Mirror::Rule("response-header-not-promised"),
        wire ADDITIVE, rust NONE, "always comes with a header";
    /// There is a constant for a header; which responses have it is told by itself.
    HEADER_ADDED = "header-added", Mirror::Rule("header-removed"), wire NONE, rust ADDITIVE, "is new";
    /// No response has the header any more, so that its constant is gone.
    HEADER_REMOVED = "header-removed", Mirror::Rule("header-added"), wire NONE, rust BREAKING, "is gone";
    /// Answers come with the other name; which ones is told by itself. The constant is called alike.
    HEADER_KEY_CHANGED = "header-key-changed", SAME_BACK, wire BREAKING, rust NONE, "has another name in responses";
    /// Readers that were generated before read it in another way.
    HEADER_STYLE_CHANGED = "header-style-changed", SAME_BACK, wire BREAKING, rust NONE, "is written in another way";

    /// `pages` and `items` appear.
    PAGES_ADDED = "pages-added", Mirror::Rule("pages-removed"), wire NONE, rust ADDITIVE, "has pages";
    /// `pages` and `items` are gone; code that calls them no longer compiles.
    PAGES_REMOVED = "pages-removed", Mirror::Rule("pages-added"), wire NONE, rust BREAKING, "has no pages any more";
    /// The next page is asked for in another way, which nobody notices who asks for pages by `pages` and `items`; what that
    /// means for parameters and answers is told by itself.
    PAGES_CHANGED = "pages-changed", SAME_BACK, wire NONE, rust NONE, "has pages that follow in another way";

    /// Requests without credentials are refused. Functions are the same; a client that has no credentials says so when it calls.
    SECURITY_ADDED = "security-added", Mirror::Rule("security-removed"), wire BREAKING, rust NONE, "asks for credentials";
    /// Requests need no credentials any more.
    SECURITY_REMOVED = "security-removed", Mirror::Rule("security-added"), wire ADDITIVE, rust NONE,
        "no longer asks for credentials";
    /// Other credentials will do as well.
    SECURITY_CHOICE_ADDED = "security-choice-added", Mirror::Rule("security-choice-removed"), wire ADDITIVE, rust NONE,
        "takes other credentials too";
    /// Requests with the credentials are refused.
    SECURITY_CHOICE_REMOVED = "security-choice-removed", Mirror::Rule("security-choice-added"), wire BREAKING,
        rust NONE, "no longer takes some credentials";
    /// The client sends the first of the alternatives for which it has all credentials, so that who gave several calls with
    /// others. Servers take all of them as before.
    SECURITY_ORDER_CHANGED = "security-order-changed", Mirror::None("the same, or less to choose from"), wire NONE,
        rust BREAKING, unseen MEANING, "prefers other credentials";
    /// Tokens without the scope are refused.
    SCOPE_ADDED = "scope-added", Mirror::Rule("scope-removed"), wire BREAKING, rust NONE, "asks for another scope";
    /// Tokens need one scope less.
    SCOPE_REMOVED = "scope-removed", Mirror::Rule("scope-added"), wire ADDITIVE, rust NONE, "asks for one scope less";
}
