package catalog

import "fmt"

// Reference is a place where a record names another.
type Reference struct {
	Kind    Kind   // of the record that is named
	Pointer string // JSON pointer to the code
	Code    string // current or former
}

// References returns every place where the record names another.
func References(r Record) []Reference {
	switch r := r.(type) {
	case *Window:
		return append(codesAt(KindDepartment, "/departments", r.Departments), Reference{KindZone, "/zone", r.Zone})
	case *Matter:
		refs := append(codesAt(KindDepartment, "/jointDepartments", r.JointDepartments), codesAt(KindWindow, "/windows", r.Windows)...)
		return append(refs, Reference{KindDepartment, "/department", r.Department})
	case *Bundle:
		refs := append(codesAt(KindDepartment, "/joint", r.Joint), codesAt(KindWindow, "/windows", r.Windows)...)
		refs = append(refs, Reference{KindDepartment, "/lead", r.Lead}, Reference{KindScene, "/scene", r.Scene})
		for i, m := range r.Members {
			if m.Matter != nil {
				refs = append(refs, Reference{KindMatter, fmt.Sprintf("/members/%d/matter", i), *m.Matter})
			}
		}
		return refs
	}
	return nil
}

func codesAt(kind Kind, pointer string, codes []string) []Reference {
	out := make([]Reference, len(codes))
	for i, code := range codes {
		out[i] = Reference{kind, fmt.Sprintf("%s/%d", pointer, i), code}
	}
	return out
}
