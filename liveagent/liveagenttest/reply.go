package liveagenttest

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"net/http"
)

// reply is a status and what lies in the envelope.
type reply struct {
	status int
	body   object
}

// object is an ordered list of members. Values are texts (an empty one is null),
// numbers, objects and rows.
type object []member

type member struct {
	name  string
	value any
}

// rows are a list; in XML each is named like the list without its last letter.
type rows []object

func ok(members ...member) reply {
	return reply{http.StatusOK, append(object{{"status", "OK"}, {"statuscode", 0}}, members...)}
}

func found(o object) reply { return reply{http.StatusOK, o} }

func list(name string, r rows) reply {
	if r == nil {
		r = rows{}
	}
	return reply{http.StatusOK, object{{name, r}}}
}

func failure(status int, message, debug string) reply {
	return reply{status, object{
		{"status", "ERROR"}, {"statuscode", status}, {"errormessage", message}, {"debugmessage", debug},
	}}
}

// write sends the reply in the format asked for.
func (r reply) write(w http.ResponseWriter, asXML bool) {
	var b bytes.Buffer
	if asXML {
		b.WriteString("<?xml version='1.0' encoding='utf-8'?>\n")
		writeXML(&b, "response", r.body)
		w.Header().Set("Content-Type", "text/xml; charset=utf-8")
	} else {
		b.WriteString(`{"response":`)
		writeJSON(&b, r.body)
		b.WriteString("}")
		w.Header().Set("Content-Type", "application/json; charset=utf-8")
	}
	w.WriteHeader(r.status)
	_, _ = w.Write(b.Bytes()) // an error means that the client is gone
}

func writeJSON(b *bytes.Buffer, value any) {
	switch v := value.(type) {
	case object:
		b.WriteByte('{')
		for i, m := range v {
			if i > 0 {
				b.WriteByte(',')
			}
			fmt.Fprintf(b, "%q:", m.name)
			writeJSON(b, m.value)
		}
		b.WriteByte('}')
	case rows:
		b.WriteByte('[')
		for i, row := range v {
			if i > 0 {
				b.WriteByte(',')
			}
			writeJSON(b, row)
		}
		b.WriteByte(']')
	case string:
		if v == "" {
			b.WriteString("null")
			return
		}
		writeScalar(b, v)
	default:
		writeScalar(b, v)
	}
}

func writeScalar(b *bytes.Buffer, v any) {
	text, err := json.Marshal(v)
	if err != nil {
		text = []byte("null")
	}
	b.Write(text)
}

func writeXML(b *bytes.Buffer, name string, value any) {
	switch v := value.(type) {
	case object:
		fmt.Fprintf(b, "<%s>", name)
		for _, m := range v {
			writeXML(b, m.name, m.value)
		}
		fmt.Fprintf(b, "</%s>", name)
	case rows:
		fmt.Fprintf(b, "<%s>", name)
		for _, row := range v {
			writeXML(b, name[:len(name)-1], row)
		}
		fmt.Fprintf(b, "</%s>", name)
	default:
		text := plain(v)
		if text == "" {
			fmt.Fprintf(b, "<%s/>", name)
			return
		}
		fmt.Fprintf(b, "<%s>", name)
		_ = xml.EscapeText(b, []byte(text)) // a bytes.Buffer takes everything
		fmt.Fprintf(b, "</%s>", name)
	}
}

// plain is the text of a scalar. JSON that a record holds as it came stays JSON,
// unless it is a text.
func plain(v any) string {
	raw, isRaw := v.(json.RawMessage)
	switch {
	case v == nil, isRaw && string(raw) == "null":
		return ""
	case isRaw:
		var text string
		if json.Unmarshal(raw, &text) == nil {
			return text
		}
		return string(raw)
	default:
		return fmt.Sprint(v)
	}
}
