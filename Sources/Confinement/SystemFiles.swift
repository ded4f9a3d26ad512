internal import CConfinement
import Support

/// The files of the system that any command may read: libraries, fonts, facts about the machine.
enum SystemFiles {
  private static let places = [
    // Programs' files. Codecs are loaded when the first file of their kind is read.
    "/usr", "/lib", "/lib32", "/lib64", "/opt", "/nix/store", "/gnu/store", "/etc/ld.so.cache",
    "/etc/alternatives", "/etc/localtime",
    // Fonts for the lettering of figures.
    "/etc/fonts", "/var/cache/fontconfig",
    // The processors, the free memory, this process. All of /proc: libdispatch reads the states of its
    // threads at /proc/TID/stat and ends the process where it can't, and their numbers are not known before.
    "/proc", "/sys/devices/system", "/sys/fs/cgroup",
    "/sys/kernel/mm/transparent_hugepage", "/dev/zero", "/dev/random", "/dev/urandom",
  ]

  static func add(to access: inout FileAccess) {
    for place in places { access.read(place) }
    access.write("/dev/null")
    // /dev/stdin and its like lead to files that are open already.
    for number in 0...2 { access.read("/dev/fd/\(number)") }
    for folder in libraryFolders { access.read(folder) }
    for folder in fontFolders { access.read(folder) }
  }

  private static var libraryFolders: [String] {
    var found: [String] = []
    withUnsafeMutablePointer(to: &found) { pointer in
      confinement_each_library_folder(
        { path, list in
          guard let path else { return }
          list?.assumingMemoryBound(to: [String].self).pointee.append(String(cString: path))
        }, pointer)
    }
    // The program may lie in the home folder itself, which stays closed. Relative folders are no place for
    // libraries.
    return found.filter { $0.hasPrefix("/") && !UserHome.lies(in: RawPath($0)) }
  }

  private static var fontFolders: [String] {
    let home = BaseFolder.environment("HOME") ?? ""
    let folders = [
      ("XDG_DATA_HOME", ".local/share", "fonts"), ("XDG_CONFIG_HOME", ".config", "fontconfig"),
      ("XDG_CACHE_HOME", ".cache", "fontconfig"),
    ].map { (BaseFolder.environment($0) ?? "\(home)/\($1)") + "/\($2)" }
    let named = ["FONTCONFIG_FILE", "FONTCONFIG_PATH"].compactMap(BaseFolder.environment)
    return (folders + ["\(home)/.fonts"] + named).filter { $0.hasPrefix("/") && $0 != "/" }
  }
}
