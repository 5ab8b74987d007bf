package helpcrunchtest

import "net/http"

// entry is one entry of an error reply.
type entry struct {
	Code    string `json:"code"`
	Message string `json:"message"`
}

func failure(status int, entries ...entry) reply {
	return reply{status, map[string]any{"errors": entries}}
}

// generic puts in front of entries what newer servers put there.
func (s *Server) generic(entries ...entry) []entry {
	if s.config.generation == V2 {
		return append([]entry{{"invalid_request", "Invalid request"}}, entries...)
	}
	return entries
}

func (s *Server) unauthorized() reply {
	e := entry{"invalid_token", "Invalid token"}
	if s.config.generation == V2 {
		e = entry{"unauthorized", "Unauthorized"}
	}
	return failure(http.StatusUnauthorized, s.generic(e)...)
}

func (s *Server) tooManyRequests() reply {
	e := entry{"too_many_requests", "You have exceeded your requests limit"}
	if s.config.generation == V2 {
		e.Message = "Too many requests"
	}
	return failure(http.StatusTooManyRequests, s.generic(e)...)
}

// notFound names the missing record; newer servers speak of a chat whatever it is.
func (s *Server) notFound(what string) reply {
	if s.config.generation == V2 {
		return failure(http.StatusNotFound, s.generic(entry{"not_found", "Chat not found"})...)
	}
	if what == "Chat" {
		return failure(http.StatusNotFound, entry{"chat_not_found", "Chat not found"})
	}
	return failure(http.StatusNotFound, entry{"entity_not_found", what + " not found"})
}

// invalid lists attributes at fault. Both generations write the list: it is the
// only documented form of a validation error.
func invalid(entries ...entry) reply {
	list := append([]entry{{"invalid_request", "Invalid request"}}, entries...)
	return failure(http.StatusBadRequest, list...)
}

// badValue is the error of a value that is well formed but not acceptable.
func badValue(code, attribute string) reply {
	return failure(http.StatusBadRequest, entry{code, attribute + " value is invalid"})
}

// chatIsMissing is what changes of chats answer; the text differs from reading.
func (s *Server) chatIsMissing() reply {
	if s.config.generation == V2 {
		return s.notFound("Chat")
	}
	return failure(http.StatusNotFound, entry{"chat_not_found", "Chat is missing"})
}

// badChatValue refuses a value that a chat cannot have.
func (s *Server) badChatValue(attribute string) reply {
	e := entry{"invalid_chat_value", attribute + " value is invalid"}
	if attribute == "chat" {
		e.Message = "Invalid chat ID"
	}
	return failure(http.StatusBadRequest, s.generic(e)...)
}

// chatValues are the parameters whose bad values have a code of their own.
var chatValues = map[string]string{
	"chats.update_status": "status", "chats.update_assignee": "assignee",
	"chats.update_department": "department", "messages.create": "chat",
}
