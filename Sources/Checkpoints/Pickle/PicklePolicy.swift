/// Decides how each global that a pickle names is treated.
///
/// A global is only a name; nothing is imported or called. Globals in `builders` are rebuilt by
/// this program, known metadata classes are skipped, unknown classes may have instances but must
/// not be called. All others, such as Python's standard library, make the file refused.
enum PicklePolicy {
  /// A kind of value that this program rebuilds.
  enum Builder: Hashable, Sendable {
    case orderedDictionary
    case tensor
    case tensorWithType
    case tensorFromType
    case parameter
    case size
    case storage(ElementType?)
    case elementType(ElementType)
    case reconstructor
    case list
    case set
    case dictionary
    case encodedBytes
  }

  static let builders: [String: Builder] = {
    var table: [String: Builder] = [
      "collections.OrderedDict": .orderedDictionary,
      "torch._utils._rebuild_tensor": .tensor,
      "torch._utils._rebuild_tensor_v2": .tensor,
      "torch._utils._rebuild_tensor_v3": .tensorWithType,
      "torch._tensor._rebuild_from_type_v2": .tensorFromType,
      "torch._utils._rebuild_parameter": .parameter,
      "torch._utils._rebuild_parameter_with_state": .parameter,
      "torch.Size": .size,
      "copyreg._reconstructor": .reconstructor,
      "copy_reg._reconstructor": .reconstructor,
      "_codecs.encode": .encodedBytes,
      "torch.storage.UntypedStorage": .storage(nil),
      "torch.UntypedStorage": .storage(nil),
    ]
    for module in ["builtins", "__builtin__"] {
      table["\(module).list"] = .list
      table["\(module).set"] = .set
      table["\(module).frozenset"] = .set
      table["\(module).dict"] = .dictionary
    }
    let storages: [(String, ElementType)] = [
      ("Float", .float32), ("Double", .float64), ("Half", .float16), ("BFloat16", .bfloat16),
      ("Long", .int64), ("Int", .int32), ("Short", .int16), ("Char", .int8), ("Byte", .uint8),
      ("Bool", .boolean),
    ]
    for (name, type) in storages {
      for module in ["torch", "torch.cuda", "torch.storage"] {
        table["\(module).\(name)Storage"] = .storage(type)
      }
    }
    let types: [(String, ElementType)] = [
      ("float32", .float32), ("float", .float32), ("float64", .float64), ("double", .float64),
      ("float16", .float16), ("half", .float16), ("bfloat16", .bfloat16), ("int64", .int64),
      ("long", .int64), ("int32", .int32), ("int", .int32), ("int16", .int16), ("int8", .int8),
      ("uint8", .uint8), ("bool", .boolean),
    ]
    for (name, type) in types { table["torch.\(name)"] = .elementType(type) }
    return table
  }()

  /// Functions and classes of Python, NumPy and PyTorch that represent plain data.
  private static let skippedNames: Set<String> = [
    "argparse.Namespace", "collections.Counter", "collections.defaultdict", "collections.deque",
    "datetime.date", "datetime.datetime", "datetime.time", "datetime.timedelta",
    "datetime.timezone", "decimal.Decimal", "enum.Enum", "fractions.Fraction",
    "functools.partial", "pathlib.Path", "pathlib.PosixPath", "pathlib.PurePath",
    "pathlib.PurePosixPath", "pathlib.PureWindowsPath", "pathlib.WindowsPath",
    "pathlib._local.Path", "pathlib._local.PosixPath", "pathlib._local.PurePosixPath",
    "pathlib._local.WindowsPath", "random.Random", "types.SimpleNamespace", "typing.Any",
    "typing.Dict", "typing.List", "typing.Optional", "typing.Tuple", "typing.Union", "uuid.UUID",
    "numpy.core.multiarray._reconstruct", "numpy._core.multiarray._reconstruct",
    "numpy.core.multiarray.scalar", "numpy._core.multiarray.scalar",
    "numpy.core.numeric._frombuffer", "numpy._core.numeric._frombuffer",
    "numpy.dtype", "numpy.ndarray", "numpy.random._pickle.__randomstate_ctor",
    "numpy.random._pickle.__generator_ctor", "numpy.random._pickle.__bit_generator_ctor",
    "torch.device", "torch.Tensor", "torch.Generator", "torch._C._nn.silu", "torch._C._nn.gelu",
    "torch._C.Generator", "torch._utils._rebuild_qtensor", "torch._utils._rebuild_sparse_tensor",
    "torch._utils._rebuild_nested_tensor", "torch._utils._rebuild_meta_tensor_no_storage",
    "torch._utils._rebuild_device_tensor_from_numpy", "torch._utils._rebuild_wrapper_subclass",
    "torch.per_tensor_affine", "torch.per_channel_affine", "torch.quint8", "torch.qint8",
    "torch.qint32", "torch.serialization._get_layout", "torch._tensor.Tensor",
  ]

  private static let skippedBuiltins: Set<String> = [
    "object", "int", "long", "unicode", "float", "complex", "str", "bytes", "bytearray", "bool",
    "tuple", "slice",
    "range", "NoneType",
  ]

  /// Packages whose classes (not functions) are skipped: settings, layers, training state.
  private static let skippedPackages = [
    "torch.nn.", "torch.optim.", "torch.amp.", "torch.cuda.amp.", "torch.distributions.",
    "torch.utils.data.", "torch.ao.nn.", "torch.distributed.", "torch.torch_version.",
    "torchvision.models.", "torchvision.ops.", "torchvision.transforms.", "torchmetrics.",
    "timm.", "efficientnet_pytorch.", "efficientnet_lite_pytorch.", "geffnet.",
    "segmentation_models_pytorch.", "transformers.", "huggingface_hub.", "pytorch_lightning.",
    "lightning.", "lightning_fabric.", "lightning_utilities.", "omegaconf.", "hydra.", "yacs.",
    "easydict.", "addict.", "ml_collections.", "mmcv.", "mmengine.", "fvcore.", "fastai.",
    "fastcore.", "accelerate.", "ignite.", "catalyst.", "sklearn.preprocessing.", "pandas.",
  ]

  /// Packages that are refused: Python's standard library and other code with side effects.
  private static let refusedPackages: Set<String> = [
    "__builtin__", "__builtins__", "_codecs", "_io", "_operator", "_pickle", "_posixsubprocess",
    "_socket", "_thread", "aiohttp", "antigravity", "ast", "asyncio", "asyncore", "atexit",
    "base64", "bdb", "builtins", "bz2", "cProfile", "cloudpickle", "code", "codecs", "codeop",
    "collections", "commands", "compileall", "concurrent", "configparser", "contextlib",
    "copy", "copy_reg", "copyreg", "crypt", "ctypes", "curses", "datetime", "dbm", "decimal",
    "dill", "dis", "distutils", "doctest", "email", "ensurepip", "enum", "fabric", "faulthandler",
    "fcntl", "fileinput", "fractions", "ftplib", "functools", "gc", "getpass", "glob", "gzip",
    "http", "httplib", "httpx", "idlelib", "imaplib", "imp", "importlib", "inspect", "invoke",
    "io", "itertools", "joblib", "json", "lib2to3", "linecache", "logging", "lzma", "mailbox",
    "marshal", "mmap", "modulefinder", "msvcrt", "multiprocessing", "netrc", "nntplib", "nt",
    "ntpath", "numba", "numpy", "operator", "optparse", "os", "paramiko", "pathlib", "pdb",
    "pexpect", "pickle", "pickletools", "pip", "pkg_resources", "pkgutil", "platform", "poplib",
    "popen2", "posix", "posixpath", "pprint", "profile", "pstats", "psutil", "pty", "py_compile",
    "pydoc", "queue", "random", "readline", "reprlib", "requests", "resource", "runpy", "sched",
    "scipy", "secrets", "select", "selectors", "setuptools", "shelve", "shlex", "shutil",
    "signal", "site", "smtplib", "socket", "socketserver", "sqlite3", "ssl", "statistics",
    "string", "subprocess", "symtable", "sys", "sysconfig", "syslog", "tarfile", "telnetlib",
    "tempfile", "tensorflow", "test", "threading", "timeit", "tkinter", "torch", "torchaudio",
    "torchvision", "trace", "traceback", "tracemalloc", "turtle", "types", "typing", "unittest",
    "urllib", "urllib2", "urllib3", "uuid", "venv", "warnings", "wave", "weakref", "webbrowser",
    "winreg", "wsgiref", "xml", "xmlrpc", "yaml", "zipapp", "zipfile", "zipimport", "zlib",
  ]

  /// The verdict on `module.name`.
  static func verdict(module: String, name: String) -> PickleGlobalUse.Verdict {
    let full = "\(module).\(name)"
    if builders[full] != nil { return .built }
    if skippedNames.contains(full) { return .skipped }
    // A dotted name is an attribute path, which can reach any module from a harmless one.
    guard !name.contains("."), !name.isEmpty, !module.isEmpty else { return .refused }
    if module == "builtins" || module == "__builtin__" {
      return skippedBuiltins.contains(name) ? .skipped : .refused
    }
    if module.hasPrefix("numpy.dtypes") && isClassName(name) { return .skipped }
    if skippedPackages.contains(where: { full.hasPrefix($0) }) {
      return isClassName(name) ? .skipped : .unknown
    }
    let package = module.prefix { $0 != "." }
    return refusedPackages.contains(String(package)) ? .refused : .unknown
  }

  /// True if `module` belongs to one of the packages that are refused.
  static func isKnown(package module: String) -> Bool {
    refusedPackages.contains(String(module.prefix { $0 != "." }))
  }

  /// True if `name` is spelled like a class: its first letter is upper case.
  private static func isClassName(_ name: String) -> Bool {
    name.drop { $0 == "_" }.first?.isUppercase ?? false
  }
}
