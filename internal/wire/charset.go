package wire

import (
	"errors"
	"io"
	"strings"
	"unicode/utf8"
)

var errCharset = errors.New("unsupported XML charset")

// charsetReader serves the charsets that an XML declaration may name besides
// UTF-8. All are one byte a character.
func charsetReader(charset string, input io.Reader) (io.Reader, error) {
	switch strings.ToLower(charset) {
	case "utf8", "us-ascii", "ascii":
		return input, nil
	case "iso-8859-1", "latin1":
		return &byteCharset{r: input, upper: func(c byte) rune { return rune(c) }}, nil
	case "windows-1251", "cp1251":
		return &byteCharset{r: input, upper: func(c byte) rune { return windows1251[c-0x80] }}, nil
	}
	return nil, errCharset
}

// byteCharset turns text of one byte a character into UTF-8.
type byteCharset struct {
	r     io.Reader
	upper func(byte) rune // the characters from 0x80 on
	out   []byte
	chunk [1024]byte
}

func (b *byteCharset) Read(p []byte) (int, error) {
	if len(b.out) == 0 {
		n, err := b.r.Read(b.chunk[:])
		if n == 0 {
			return 0, err
		}
		b.out = b.out[:0]
		for _, c := range b.chunk[:n] {
			if c < utf8.RuneSelf {
				b.out = append(b.out, c)
			} else {
				b.out = utf8.AppendRune(b.out, b.upper(c))
			}
		}
	}
	n := copy(p, b.out)
	b.out = b.out[n:]
	return n, nil
}

// windows1251 lists the characters 0x80 to 0xFF.
var windows1251 = func() (table [128]rune) {
	i := 0
	for _, r := range "ЂЃ‚ѓ„…†‡€‰Љ‹ЊЌЋЏђ‘’“”•–—\ufffd™љ›њќћџ\u00a0ЎўЈ¤Ґ¦§Ё©Є«¬\u00ad®Ї°±Ііґµ¶·ё№є»јЅѕї" {
		table[i] = r
		i++
	}
	for r := 'А'; i < len(table); r, i = r+1, i+1 {
		table[i] = r
	}
	return table
}()
