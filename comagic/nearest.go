package comagic

import (
	"fmt"
	"strings"
)

// shownNames is how many of a list's names an error's text holds; all of them are
// in its Details.
const shownNames = 8

// choice is the end of a refusal: the names that are much like the wrong one, else
// the first of those that there are.
func choice(wrong, what string, names []string) string {
	if len(names) == 0 {
		return "; " + what + " none"
	}
	if near := nearest(wrong, names); len(near) > 0 {
		return fmt.Sprintf("; did you mean %s? (Details lists all %d)", strings.Join(near, " or "), len(names))
	}
	if len(names) <= shownNames {
		return "; " + what + " " + strings.Join(names, ", ")
	}
	return fmt.Sprintf("; %s %s, … (Details lists all %d)", what, strings.Join(names[:shownNames], ", "), len(names))
}

// nearest returns up to three names that differ from a wrong one by few letters, the
// nearest first.
func nearest(wrong string, names []string) []string {
	const most = 3
	far := min(max(2, len(wrong)/3), len(wrong)/2)
	var near []string
	for d := 0; d <= far; d++ {
		for _, name := range names {
			if name != wrong && len(near) < most && distance(wrong, name) == d {
				near = append(near, name)
			}
		}
	}
	return near
}

// distance is how many letters have to be changed, added or removed to make one of
// two words the other.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			change := diagonal
			if a[i] != b[j] {
				change++
			}
			diagonal = row[j+1]
			row[j+1] = min(change, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
