using System;
using System.Globalization;
using System.Text;

namespace CompiledNet.Generator.Files;

/// <summary>
/// The tokens of a JSON text (RFC 8259), strictly: no comments, no trailing commas, no control characters in strings. Only what the header of a
/// safetensors file can have: objects, lists, strings and whole numbers. The text has been found to be UTF-8.
/// </summary>
internal sealed class JsonReader(byte[] bytes, int start, int end)
{
    private readonly int _start = start;
    private int _position = start;

    /// <summary>Goes into an object or a list; false where the next value is something else.</summary>
    public bool TryOpen(char bracket)
    {
        SkipSpace();
        if (!Next(bracket))
        {
            return false;
        }

        _position++;
        return true;
    }

    /// <summary>Goes to the next entry of an object or a list, over the comma; false at its end, which is passed.</summary>
    public bool NextEntry(char bracket, ref bool isFirst)
    {
        SkipSpace();
        if (Next(bracket))
        {
            _position++;
            return false;
        }

        if (!isFirst)
        {
            Expect(',');
            SkipSpace();
        }

        isFirst = false;
        return true;
    }

    /// <summary>A name and the colon behind it.</summary>
    public string ReadName(string what)
    {
        SkipSpace();
        if (!Next('"'))
        {
            throw Malformed();
        }

        string name = ReadString(what);
        SkipSpace();
        Expect(':');
        return name;
    }

    public bool IsString()
    {
        SkipSpace();
        return Next('"');
    }

    /// <summary>A string; <see cref="IsString"/> has said that there is one.</summary>
    public string ReadString(string what)
    {
        _position++;
        int plain = _position;
        StringBuilder text = new();
        while (true)
        {
            if (_position == end || bytes[_position] < ' ')
            {
                throw Malformed();
            }

            byte c = bytes[_position];
            if (c is (byte)'"' or (byte)'\\')
            {
                text.Append(Encoding.UTF8.GetString(bytes, plain, _position - plain));
                _position++;
                if (c == '"')
                {
                    break;
                }

                text.Append(ReadEscape());
                plain = _position;
                continue;
            }

            _position++;
        }

        string result = text.ToString();
        for (int n = 0; n < result.Length; n++)
        {
            bool pair = char.IsHighSurrogate(result[n]) && n + 1 < result.Length && char.IsLowSurrogate(result[n + 1]);
            if (char.IsSurrogate(result[n]) && !pair)
            {
                throw new BadFileException($"{what} holds half a surrogate pair, which is not a character");
            }

            n += pair ? 1 : 0;
        }

        return result;
    }

    /// <summary>A whole number of at least 0 that a <c>long</c> can hold; null for any other value, which is not passed. As in the reference, -0 is none.</summary>
    public long? ReadWholeNumber()
    {
        SkipSpace();
        int first = _position;
        long value = 0;
        while (_position < end && bytes[_position] is >= (byte)'0' and <= (byte)'9')
        {
            int digit = bytes[_position] - '0';
            if (value > (long.MaxValue - digit) / 10)
            {
                return null;
            }

            value = (value * 10) + digit;
            _position++;
        }

        if (_position == first)
        {
            return null;
        }

        if (_position - first > 1 && bytes[first] == '0')
        {
            throw Malformed();
        }

        return _position < end && bytes[_position] is (byte)'.' or (byte)'e' or (byte)'E' ? null : value;
    }

    /// <summary>Checks that there is nothing more but white space.</summary>
    public void ExpectEnd()
    {
        SkipSpace();
        if (_position < end)
        {
            throw Malformed();
        }
    }

    private char ReadEscape()
    {
        byte c = _position < end ? bytes[_position] : (byte)0;
        _position++;
        switch ((char)c)
        {
            case '"' or '\\' or '/':
                return (char)c;
            case 'b':
                return '\b';
            case 'f':
                return '\f';
            case 'n':
                return '\n';
            case 'r':
                return '\r';
            case 't':
                return '\t';
            case 'u' when end - _position >= 4:
                string digits = Encoding.ASCII.GetString(bytes, _position, 4);
                if (ushort.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ushort code))
                {
                    _position += 4;
                    return (char)code;
                }

                break;
        }

        _position--;
        throw Malformed();
    }

    private void Expect(char c)
    {
        if (!Next(c))
        {
            throw Malformed();
        }

        _position++;
    }

    private bool Next(char c) => _position < end && bytes[_position] == c;

    private void SkipSpace()
    {
        while (_position < end && bytes[_position] is (byte)' ' or (byte)'\t' or (byte)'\n' or (byte)'\r')
        {
            _position++;
        }
    }

    private BadFileException Malformed() => new(_position < end
        ? FormattableString.Invariant($"the header is not valid JSON at its byte {_position - _start}")
        : "the header is not valid JSON: it ends too early");
}
