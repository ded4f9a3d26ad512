import Support

extension FiguresError: FailureReason {
  package var status: ExitStatus { .unavailable }

  package var why: String { "no font is installed" }

  package var advice: String? { "install one, such as Debian's fonts-dejavu-core" }
}
