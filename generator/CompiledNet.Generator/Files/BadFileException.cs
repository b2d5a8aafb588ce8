using System;

namespace CompiledNet.Generator.Files;

/// <summary>A file that cannot be read as what it should be; the message says what is wrong and where, without the file's name and without a full stop.</summary>
internal sealed class BadFileException(string message) : Exception(message);
