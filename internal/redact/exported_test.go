package redact

import (
	"encoding/json"
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

type (
	inner   struct{ Key string }
	shown   struct{ text string }
	marshal struct{ text string }
	node    struct{ Next *node }
)

func (s *shown) MarshalText() ([]byte, error)  { return []byte(s.text), nil }
func (m marshal) MarshalJSON() ([]byte, error) { return json.Marshal(m.text) }

// What encoding/json shows of a value, it shows; what it does not, it does not.
func TestExported_FindsWhatJSONWouldShow(t *testing.T) {
	const secret = "se/cr\u00e9t-7"
	r := New(secret, "12345678")
	for name, v := range map[string]any{
		"field":           struct{ Key string }{secret},
		"behind pointers": struct{ A **inner }{A: func() **inner { p := &inner{secret}; return &p }()},
		"in an interface": struct{ A any }{&inner{secret}},
		"in a list":       struct{ A []inner }{[]inner{{}, {secret}}},
		"in a map":        map[string]*inner{"a": {secret}},
		"a map's key":     map[string]int{secret: 1},
		"bytes":           struct{ A []byte }{[]byte(secret)},
		"a number":        struct{ A *int }{func() *int { n := 12345678; return &n }()},
		"embedded":        struct{ inner }{inner{secret}},
		"beside a duration": struct {
			A time.Duration
			B *inner
		}{1, &inner{secret}},
		"marshals itself":   struct{ A marshal }{marshal{secret}},
		"text, by pointer":  struct{ A *shown }{&shown{secret}},
		"text, addressable": &struct{ A shown }{shown{secret}},
		"text, no address":  struct{ A shown }{shown{secret}},
		"unexported":        struct{ key string }{secret},
		"left out": struct {
			Key string `json:"-"`
		}{secret},
		"beside a function": struct {
			Key string
			F   func()
		}{secret, nil},
		"beside a channel": struct {
			Key string
			C   chan int
		}{secret, nil},
		"beside no pointer": struct {
			A   *inner
			Key string
		}{nil, "x"},
		"nothing":       nil,
		"a nil pointer": (*inner)(nil),
		"half of it":    struct{ A, B string }{secret[:5], secret[5:]},
		"a float":       struct{ A float64 }{math.Pi},
	} {
		text, err := json.Marshal(v)
		assert.Equal(t, err == nil && r.Contains(string(text)), r.exports(v), name)
	}
}

func TestExported_EndsWithValuesThatDoNot(t *testing.T) {
	ring := new(node)
	ring.Next = ring
	assert.True(t, New("secret").exports(ring), "what cannot be looked through is taken for a secret")
}
