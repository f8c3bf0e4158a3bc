"""Every error this package raises on purpose; each message names the place and the next step."""

WRONG_USAGE, STOPPED = 2, 130
"""Exit status of a command that cannot run as it was given, and of one that Ctrl-C ended."""


def one_line(message: object, limit: int = 200) -> str:
    """A foreign message as part of ours: white space as single spaces, at most ``limit`` characters."""
    return " ".join(str(message).split())[:limit]


def reason_of(exc: "ExtractError") -> str:
    """An error as the reason of a failure, which is told on one line."""
    return one_line(exc, 300)


class ExtractError(Exception):
    """Base of all errors a caller may want to catch."""


class UsageError(ExtractError):
    """The command cannot run as it was given: a path, an option or a setting is wrong."""


class ArticleError(ExtractError):
    """An article cannot be read: absent, empty, binary, not UTF-8 or absurdly large."""


class PromptError(ExtractError):
    """A prompt template is missing, malformed, or was given other variables than it names."""


class RecordError(ExtractError):
    """A record file is torn, of another schema, or does not fit its article."""


class DiskError(RecordError):
    """A file of ours can be neither read nor written: no space, no permission. Others will fare no better."""


class ModelUnavailableError(ExtractError):
    """No model can be asked: no weights, no engine, or no such preset."""


class ModelError(ExtractError):
    """The model was asked and gave nothing usable."""


class TransportError(ModelError):
    """The server could not be reached, or kept failing, until the retries were used up."""


class RequestRefusedError(ModelError):
    """The server refuses this request for good: malformed, too long, forbidden."""


class AccessRefusedError(RequestRefusedError):
    """The server refuses whatever is asked: bad key, no such model, nothing left to spend."""


class ForbiddenError(RequestRefusedError):
    """The server forbids this: the key may not use the model, or a filter minds the text."""


class RefusalError(ModelError):
    """The model declined to answer."""


class TruncatedError(ModelError):
    """The answer was cut off by a length limit."""


class EmptyAnswerError(ModelError):
    """The answer holds no content."""


class NoAnswerError(EmptyAnswerError):
    """What came is no chat completion: a page, or an error in the place of an answer."""


class NotKeptError(ModelError):
    """The answer cache does not hold the answer to a question, and nothing may be asked."""


class InvalidAnswerError(ModelError):
    """The answer breaks the response model even after it was asked again with the reason."""
