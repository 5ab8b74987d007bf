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

// generic puts in front of an entry what newer servers put there.
func (s *Server) generic(e entry) []entry {
	if s.config.generation == V2 {
		return []entry{{"invalid_request", "Invalid request"}, e}
	}
	return []entry{e}
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
