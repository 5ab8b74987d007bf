package liveagent

import (
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/internal/settings"
)

func TestLocation_MissingZoneDatabaseNamesTheImport(t *testing.T) {
	missing := func(string) (*time.Location, error) { return nil, errors.New("unknown time zone") }
	_, err := location(settings.New(vendor, settings.Client), missing)
	require.ErrorIs(t, err, frontdesk.ErrInvalid)
	assert.Contains(t, err.Error(), `import _ "time/tzdata"`)

	set := settings.New(vendor, settings.Client)
	frontdesk.WithLocation(time.UTC)(set)
	zone, err := location(set, missing)
	require.NoError(t, err)
	assert.Equal(t, time.UTC, zone)
}

func FuzzConvert(f *testing.F) {
	f.Add([]byte(`{"response":{"tags":[{"id":"","name":"x"}]}}`))
	f.Add([]byte(`<response><tags><tag><id>1</id></tag></tags></response>`))
	f.Add([]byte(`<response><status>OK</status></response><br>x`))
	f.Add([]byte("\xef\xbb\xbf<response/>"))
	f.Fuzz(func(t *testing.T, body []byte) {
		for _, list := range []bool{false, true} {
			var tags []Tag
			reply := envelope{object: new(Conversation)}
			if list {
				reply = listOf(&tags, "tags")
			}
			converted, err := convert(body, reply.lists, false)
			if err == nil {
				_ = newCodec(time.UTC).Unmarshal(converted, &reply)
			}
		}
	})
}

func FuzzReadFault(f *testing.F) {
	f.Add([]byte(`{"response":{"status":"ERROR","statuscode":500,"errormessage":"x","debugmessage":null}}`))
	f.Add([]byte(`<response><status>ERROR</status><statuscode>404</statuscode><errormessage>x</errormessage></response>`))
	f.Fuzz(func(t *testing.T, body []byte) {
		if fault, ok := readFault(body); ok {
			err := fault.asError(fault.statusInBand())
			if err.Kind == "" {
				t.Error("an error without a kind")
			}
			_ = DebugMessage(err)
		}
	})
}
