/// The program's version, printed by `--version` and stored in every exported PNG.
package enum ToolVersion {
  package static let current = "0.1.0"
}
