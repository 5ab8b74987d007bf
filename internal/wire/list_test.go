package wire

import (
	"strings"
	"testing"
)

func TestList_ReadsAsASliceDoes(t *testing.T) {
	codec := NewCodec()
	for text, want := range map[string]int{`[]`: 0, `[{"a":1}]`: 1, `[{"a":1}, {"a":2} ,{"a":3}]`: 3, `null`: 0, `""`: 0, `false`: 0, `{}`: 0} {
		var got List[struct {
			A int `json:"a"`
		}]
		if err := codec.Unmarshal([]byte(text), &got); err != nil || len(got) != want {
			t.Errorf("%s: %v, %v", text, got, err)
		}
		for i, e := range got {
			if e.A != i+1 {
				t.Errorf("%s: element %d is %v", text, i, e)
			}
		}
	}
	for _, text := range []string{`{"a":1}`, `"x"`, `1`, `[1`, `[1,]`, `[`, `[{"a":"x"}]`} {
		var got List[struct {
			A int `json:"a"`
		}]
		if err := codec.Unmarshal([]byte(text), &got); err == nil {
			t.Errorf("%s: no error", text)
		}
	}
}

func TestList_MakesRoomForWhatComesAndNoMore(t *testing.T) {
	codec := NewCodec()
	var got List[[64]byte]
	text := "[" + strings.Repeat(`"`+strings.Repeat("A", 86)+`==",`, 499) + `"` + strings.Repeat("A", 86) + `=="]`
	if err := codec.Unmarshal([]byte(text), &got); err != nil || len(got) != 500 {
		t.Fatal(len(got), err)
	}
	if cap(got) > 520 {
		t.Errorf("room for %d", cap(got))
	}
	// A first element that promises millions more.
	var liar List[string]
	if err := codec.Unmarshal([]byte(`["",`+`"`+strings.Repeat("x", 1<<20)+`"]`), &liar); err != nil || len(liar) != 2 {
		t.Fatal(len(liar), err)
	}
	if cap(liar) > mostAtOnce+1 {
		t.Errorf("room for %d", cap(liar))
	}
}
