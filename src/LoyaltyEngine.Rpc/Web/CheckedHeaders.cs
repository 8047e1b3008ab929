using System.Collections;
using System.Diagnostics.CodeAnalysis;
using LoyaltyEngine.Rpc.Wire;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace LoyaltyEngine.Rpc.Web;

/// <summary>
/// Headers or trailers of a translated response. As on a real one, a value that HTTP cannot carry is refused when it is
/// set, so that nobody can smuggle a line into what is written from them.
/// </summary>
internal sealed class CheckedHeaders : IHeaderDictionary
{
    private readonly HeaderDictionary _headers = [];

    public int Count => _headers.Count;

    public bool IsReadOnly => false;

    public ICollection<string> Keys => _headers.Keys;

    public ICollection<StringValues> Values => _headers.Values;

    public long? ContentLength
    {
        get => _headers.ContentLength;
        set => _headers.ContentLength = value;
    }

    public StringValues this[string key]
    {
        get => _headers[key];
        set => _headers[key] = Checked(key, value);
    }

    public void Add(string key, StringValues value) => _headers.Add(key, Checked(key, value));

    public void Add(KeyValuePair<string, StringValues> item) => Add(item.Key, item.Value);

    public void Clear() => _headers.Clear();

    public bool Contains(KeyValuePair<string, StringValues> item) => _headers.Contains(item);

    public bool ContainsKey(string key) => _headers.ContainsKey(key);

    public void CopyTo(KeyValuePair<string, StringValues>[] array, int arrayIndex)
        => _headers.CopyTo(array, arrayIndex);

    public bool Remove(string key) => _headers.Remove(key);

    public bool Remove(KeyValuePair<string, StringValues> item) => _headers.Remove(item);

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out StringValues value)
        => _headers.TryGetValue(key, out value);

    public IEnumerator<KeyValuePair<string, StringValues>> GetEnumerator() => _headers.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static StringValues Checked(string key, StringValues values)
    {
        foreach (var value in values)
        {
            if (value is not null && !HeaderValue.IsCarried(value))
                throw new InvalidOperationException($"The value of '{key}' has a character that HTTP cannot carry.");
        }

        return values;
    }
}
