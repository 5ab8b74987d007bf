package comagic

import (
	"slices"
	"strings"

	"github.com/frontdesk-go/frontdesk"
)

// knownMethod is what [Client.Call] knows of a method that writes. Reads tell
// themselves by their verb.
type knownMethod struct {
	name   string
	class  frontdesk.Class
	weight int
}

func lookUpMethod(name string) (knownMethod, bool) {
	i, found := slices.BinarySearchFunc(knownMethods[:], name, func(m knownMethod, name string) int {
		return strings.Compare(m.name, name)
	})
	if !found {
		return knownMethod{}, false
	}
	return knownMethods[i], true
}
