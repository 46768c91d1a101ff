"""Addresses that show nothing to a reader."""

# What only changes something answers no look-up; its messages are tested where it is changed.
ONLY_POST = {
    "choose", "desk:intake-live", "desk:newcomer", "desk:read-alerts", "desk:open-alert",
    "desk:save-view", "desk:drop-view", "desk:add-files", "desk:link", "people:password",
    "outbound:retry", "outbound:act", "outbound:allow", "outbound:rotate", "outbound:webhook-act",
    "outbound:move-broadcast", "chat:duty", "chat:take", "chat:give-back", "chat:end",
    "chat:register", "chat:say", "chat:signs", "chat:finish", "chat:talk-say", "chat:talk-signs",
    "plans:move", "plans:milestone", "phone:take-extension", "duty:cancel-leave",
    "duty:cancel-stand-in", "promises:decide", "promises:lateness",
    "mail:append", "mail:do", "mail:retry-mailbox",
    "imports:write", "remote:connect",
    "emergency:here", "emergency:make-head", "emergency:end-member",
    "portal:act", "portal:complaint-act",
    "portal:my-complaint-act", "complaints:open-from-case",
    "portal:my-act", "portal:my-patch-answer", "patches:publish", "patches:add-files",
    "tokens:revoke", "sign-out", "accounts:act", "accounts:end-session",
    "accounts:end-other-sessions", "accounts:mask",
}  # fmt: skip
# Answered to programs, or a picture as it was sent.
NO_PAGE = {
    "accounts:copy",
    "accounts:own-copy",
    "chat:file",
    "chat:news",
    "chat:talk-file",
    "chat:talk-news",
    "desk:file",
    "mail:file",
    "mail:source",
    "portal:file",
    "portal:my-file",
    "portal:my-patch-file",
    "patches:file",
    "patches:offers-csv",
    "imports:mend",
    "skills:scan",
    "api:openapi",
}
