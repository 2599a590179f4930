using System.Globalization;
using Google.Protobuf.Reflection;

namespace DeAI.Chain.Grpc.Reflection;

/// <summary>Everything that the services' files declare, with what they import, by name.</summary>
internal sealed class DescriptorIndex
{
    private readonly Dictionary<string, FileDescriptor> _files = [];
    private readonly Dictionary<string, FileDescriptor> _symbols = [];
    private readonly SortedDictionary<string, FileDescriptor> _extensions = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _services = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SortedSet<int>> _extensionNumbers = [];

    public DescriptorIndex(IEnumerable<ServiceDescriptor> services)
    {
        foreach (ServiceDescriptor service in services)
        {
            _services.Add(service.FullName);
            AddFile(service.File);
        }
    }

    public IEnumerable<string> Services => _services;

    public FileDescriptor? File(string name) => _files.GetValueOrDefault(name);

    public FileDescriptor? FileOfSymbol(string fullName) => _symbols.GetValueOrDefault(fullName.TrimStart('.'));

    public FileDescriptor? FileOfExtension(string extendee, int number) => _extensions.GetValueOrDefault(ExtensionKey(extendee.TrimStart('.'), number));

    /// <summary>Ascending; null for a message that is not known.</summary>
    public IEnumerable<int>? ExtensionNumbers(string extendee)
    {
        string name = extendee.TrimStart('.');
        return _extensionNumbers.TryGetValue(name, out SortedSet<int>? numbers) ? numbers
            : _symbols.TryGetValue(name, out FileDescriptor? file) && IsMessage(file, name) ? []
            : null;
    }

    private static bool IsMessage(FileDescriptor file, string fullName) =>
        file.MessageTypes.Any(message => Contains(message, fullName));

    private static bool Contains(MessageDescriptor message, string fullName) =>
        message.FullName == fullName || message.NestedTypes.Any(nested => Contains(nested, fullName));

    private static string ExtensionKey(string extendee, int number) => string.Create(CultureInfo.InvariantCulture, $"{extendee}#{number}");

    private void AddFile(FileDescriptor file)
    {
        if (!_files.TryAdd(file.Name, file))
        {
            return;
        }

        foreach (ServiceDescriptor service in file.Services)
        {
            _symbols[service.FullName] = file;
            foreach (MethodDescriptor method in service.Methods)
            {
                _symbols[method.FullName] = file;
            }
        }

        foreach (EnumDescriptor type in file.EnumTypes)
        {
            AddEnum(type);
        }

        foreach (MessageDescriptor message in file.MessageTypes)
        {
            AddMessage(message);
        }

        AddExtensions(file.Extensions.UnorderedExtensions, file);
        foreach (FileDescriptor dependency in file.Dependencies)
        {
            AddFile(dependency);
        }
    }

    private void AddMessage(MessageDescriptor message)
    {
        _symbols[message.FullName] = message.File;
        foreach (FieldDescriptor field in message.Fields.InDeclarationOrder())
        {
            _symbols[field.FullName] = message.File;
        }

        foreach (OneofDescriptor oneof in message.Oneofs)
        {
            _symbols[oneof.FullName] = message.File;
        }

        foreach (EnumDescriptor type in message.EnumTypes)
        {
            AddEnum(type);
        }

        foreach (MessageDescriptor nested in message.NestedTypes)
        {
            AddMessage(nested);
        }

        AddExtensions(message.Extensions.UnorderedExtensions, message.File);
    }

    private void AddEnum(EnumDescriptor type)
    {
        _symbols[type.FullName] = type.File;
        foreach (EnumValueDescriptor value in type.Values)
        {
            _symbols[value.FullName] = type.File;
        }
    }

    private void AddExtensions(IEnumerable<FieldDescriptor> extensions, FileDescriptor file)
    {
        foreach (FieldDescriptor extension in extensions)
        {
            string extendee = extension.ExtendeeType.FullName;
            _symbols[extension.FullName] = file;
            _extensions[ExtensionKey(extendee, extension.FieldNumber)] = file;
            if (!_extensionNumbers.TryGetValue(extendee, out SortedSet<int>? numbers))
            {
                _extensionNumbers[extendee] = numbers = [];
            }

            numbers.Add(extension.FieldNumber);
        }
    }
}
