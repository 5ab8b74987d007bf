package wire

import (
	"testing"
	"time"
)

// The quick reader takes nothing that package time does not, and reads it alike.
func TestParseDateTime_AgreesWithPackageTimeOnDamagedText(t *testing.T) {
	zone := time.FixedZone("UTC+3", 3*3600)
	read := 0
	check := func(text string) {
		t.Helper()
		got, ok := parseDateTime(text, zone)
		if !ok {
			return
		}
		read++
		if want, err := time.ParseInLocation(time.DateTime, text, zone); err != nil || !want.Equal(got) {
			t.Fatalf("%q: %v, want %v, %v", text, got, want, err)
		}
	}
	for _, text := range []string{"2026-01-02 03:04:05", "1999-12-28 23:59:59", "0001-10-10 00:00:00", "2026-02-29 10:10:10"} {
		check(text)
		for i := range len(text) {
			check(text[:i])
			check(text[:i] + text[i+1:])
			for c := range 256 {
				check(text[:i] + string([]byte{byte(c)}) + text[i+1:])
			}
			for _, two := range []string{"00", "12", "13", "24", "28", "29", "31", "59", "60", "99"} {
				if i+2 <= len(text) {
					check(text[:i] + two + text[i+2:])
				}
			}
		}
	}
	if read < 200 {
		t.Errorf("only %d were read", read)
	}
}
