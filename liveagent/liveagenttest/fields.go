package liveagenttest

import (
	"encoding/json"
	"slices"

	"github.com/frontdesk-go/frontdesk/liveagent"
)

// readFields reads the JSON text of custom fields; ok is false if it is none.
func readFields(text string) (fields liveagent.CustomFields, ok bool) {
	if text == "" {
		return nil, true
	}
	err := json.Unmarshal([]byte(text), &fields)
	return fields, err == nil
}

// asJSON is a parameter as a member of a reply: JSON as it is, and else as a text.
func asJSON(text string) json.RawMessage {
	if text == "" || json.Valid([]byte(text)) {
		return json.RawMessage(text)
	}
	quoted, err := json.Marshal(text)
	if err != nil {
		return nil
	}
	return quoted
}

func fieldRows(fields liveagent.CustomFields) rows {
	r := rows{}
	for _, f := range fields {
		r = append(r, object{{"code", f.Code}, {"value", f.Value}})
	}
	return r
}

// addFields adds the values that a call says.
func addFields(s *Server, c *call, to *liveagent.CustomFields) reply {
	fields, valid := readFields(c.param("customfields"))
	if !valid {
		return s.mistake("customfields cannot be read")
	}
	*to = append(*to, fields...)
	return ok()
}

// deleteFields deletes the values of one field or, without a code, of all.
func deleteFields(c *call, from *liveagent.CustomFields) reply {
	code := c.param("code")
	*from = slices.DeleteFunc(*from, func(f liveagent.CustomField) bool { return code == "" || f.Code == code })
	return ok()
}
