package salesmantest

import (
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/frontdesk-go/frontdesk/internal/fakestore"
)

// record is a stored client, deal or invoice: its values by their names on the
// wire.
type record struct {
	id, ownerID int64
	values      map[string]any
	lines       []any   // of a deal
	contacts    []int64 // of a deal
	history     int     // entries of the log, of a client
	uids        []uid   // of a client or a deal
	// creatorID and editorID are the users who stored and changed a client.
	creatorID, editorID int64
}

func (r *record) text(name string) string { return textOf(r.values[name]) }

func (r *record) number(name string) int64 { return numberOf(r.values[name]) }

type records = fakestore.Table[int64, *record]

func newRecords() *records { return fakestore.New[int64, *record](fakestore.Numbered(1)) }

// add stores a record of the values that are given.
func addRecord(table *records, ownerID int64, values map[string]any) *record {
	_, r := table.Add(func(id int64) *record { return &record{id: id, ownerID: ownerID, values: values} })
	return r
}

// orNull shows an empty text as null.
func orNull(text string) any {
	if text == "" {
		return nil
	}
	return text
}

// figure reads a number with a comma or a point; what is none is 0.
func figure(v any) float64 {
	f, err := strconv.ParseFloat(strings.NewReplacer(" ", "", ",", ".").Replace(textOf(v)), 64)
	if err != nil || math.IsNaN(f) || math.IsInf(f, 0) {
		return 0
	}
	return f
}

// listReply is the envelope of most lists: without rows there is no data.
func listReply(shown []*object, count int) string {
	reply := &object{}
	if len(shown) > 0 {
		reply.set("data", shown)
	}
	reply.set("count", count)
	return encode(reply)
}

// visible reports whether a list of the call shows what belongs to ownerID.
func (s *Server) visible(c *call, ownerID int64) bool {
	if login := c.text("user"); login != "" {
		return ownerID == s.idOf(login) // an unknown one has those of nobody
	}
	return s.sees(c.user, ownerID)
}

// ownerOf is the user that a login or id in the parameters names.
func (s *Server) ownerOf(c *call, params map[string]any) int64 {
	if id := numberOf(params["iduser"]); id != 0 {
		return id
	}
	if login := textOf(params["user"]); login != "" {
		if owner := s.state.users[login]; owner != nil {
			return owner.id
		}
		return 0
	}
	return c.user.id
}

func (s *Server) today() string { return s.now().Format(time.DateOnly) }

// wrote is the answer to a write that names the record.
func wrote(result string, id int64) string {
	reply := &object{}
	reply.set("result", result)
	reply.set("data", id)
	return encode(reply)
}

// bare is an error without the member result.
func bare(code int, text string) string {
	reply, inner := &object{}, &object{}
	inner.set("code", code)
	inner.set("text", text)
	reply.set("error", inner)
	return encode(reply)
}

func fixed(reply string) func(*call) string { return func(*call) string { return reply } }

// recordHandlers are those of clients, deals, invoices, acts and documents.
func (s *Server) recordHandlers() map[string]func(*call) string {
	handlers := s.clientHandlers()
	for _, more := range []map[string]func(*call) string{s.dealHandlers(), s.invoiceHandlers(), s.actHandlers(), s.documentHandlers()} {
		for id, handle := range more {
			handlers[id] = handle
		}
	}
	return handlers
}
