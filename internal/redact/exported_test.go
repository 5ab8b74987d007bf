package redact

import (
	"encoding/json"
	"log/slog"
	"math"
	"strings"
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
		shown := err == nil && r.Contains(string(text))
		if strings.HasPrefix(name, "beside a function") || strings.HasPrefix(name, "beside a channel") {
			shown = true // JSON writes nothing of these two, but of many that look alike
		}
		assert.Equal(t, shown, r.exports(v), name)
	}
}

type callback func()

type sameName struct{ F func() }

type otherName struct{ F func() }

// JSON passes over functions in many places, and writes what stands beside them.
func TestExported_FindsWhatStandsBesideFunctions(t *testing.T) {
	const secret = "sup3r-s3cret"
	r := New(secret)
	type inner struct{ T string }
	for name, v := range map[string]any{
		"left out": struct {
			P *inner
			F func() `json:",omitzero"`
		}{&inner{secret}, nil},
		"embedded, of a private type": struct {
			callback
			P *inner
		}{nil, &inner{secret}},
		"ambiguous": struct {
			sameName
			otherName
			P *inner
		}{P: &inner{secret}},
		"hidden": struct {
			sameName
			F int
			P *inner
		}{P: &inner{secret}},
	} {
		text, err := json.Marshal(v)
		assert.NoError(t, err, name)
		assert.Contains(t, string(text), secret, name)
		assert.True(t, r.exports(v), name)
	}
}

type loggedError struct{ value slog.Value }

func (loggedError) Error() string { return "failed" }

func (e loggedError) LogValue() slog.Value { return e.value }

// What log/slog resolves or follows inside a group is looked at too.
func TestErrors_ThatLogASecretInAGroupAreOpaque(t *testing.T) {
	const secret = "sup3r-s3cret"
	r := New(secret)
	type inner struct{ T *string }
	text := secret
	for name, value := range map[string]slog.Value{
		"a LogValuer":           slog.GroupValue(slog.Any("p", loggedError{slog.StringValue(secret)})),
		"a pointer":             slog.GroupValue(slog.Any("p", inner{&text})),
		"a LogValuer of groups": slog.GroupValue(slog.Group("a", slog.Any("p", loggedError{slog.GroupValue(slog.String("k", secret))}))),
		"a key":                 slog.GroupValue(slog.String(secret, "")),
	} {
		var b strings.Builder
		log := slog.New(slog.NewJSONHandler(&b, nil))
		log.Error("x", "error", loggedError{value})
		assert.Contains(t, b.String(), secret, name)
		b.Reset()
		log.Error("x", "error", r.Error(loggedError{value}))
		assert.NotContains(t, b.String(), secret, name)
		plain := loggedError{slog.GroupValue(slog.String("k", "v"))}
		assert.Equal(t, error(plain), r.Error(plain), "others stay as they are")
	}
}

func TestExported_EndsWithValuesThatDoNot(t *testing.T) {
	ring := new(node)
	ring.Next = ring
	assert.True(t, New("secret").exports(ring), "what cannot be looked through is taken for a secret")
}
