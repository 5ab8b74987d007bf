package comagic_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/frontdesk-go/frontdesk/comagic"
)

func TestParseSeconds(t *testing.T) {
	for text, want := range map[string]comagic.Seconds{
		"": 0, "00:00:00": 0, "00:01:05": 65, "1:02:03": 3723, "100:00:00": 360_000, "02:03": 123, "75": 75, "0075": 75,
	} {
		got, err := comagic.ParseSeconds(text)
		assert.NoError(t, err, text)
		assert.Equal(t, want, got, text)
	}
	got, err := comagic.ParseSeconds("00:01:05")
	assert.NoError(t, err)
	assert.Equal(t, 65*time.Second, got.Duration())
	for _, text := range []string{"soon", ":", "1:", "1:2:3:4", "00:-1:00", "1.5", "99999999999:00:00", " 1"} {
		got, err := comagic.ParseSeconds(text)
		assert.Error(t, err, text)
		assert.Zero(t, got, text)
	}
}
