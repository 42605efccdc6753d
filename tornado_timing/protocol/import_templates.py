"""The files that an import offers to be filled in."""

from collections.abc import Mapping

from tornado_timing.domain.import_rows import ImportKind

# The template: what the import reads back without a problem.
TEMPLATES: Mapping[ImportKind, tuple[tuple[str | int, ...], ...]] = {
    "teams": (
        ("Dorsal", "Equipo", "Categoría", "Juez"),
        (101, "Los Veloces", "Juvenil", ""),
        (102, "Las Liebres de Ñandú", "Adultos", ""),
    ),
    "judges": (
        ("Usuario", "Nombre", "Apellido", "Correo", "Teléfono", "Contraseña"),
        ("ana.perez", "Ana", "Pérez", "ana@ejemplo.com", "099 123 456", ""),
        ("", "José", "Muñoz", "", "", ""),
    ),
    "runners": (
        (
            *("Dorsal", "Nombre", "Apellido", "Sexo", "Fecha de nacimiento", "Edad"),
            *("Categoría", "Equipo", "Ola", "Contacto", "Oculto", "Nacionalidad", "Ciudad"),
        ),
        (
            *(101, "Ana", "Pérez", "F", "15/04/1990", ""),
            *("", "Los Veloces", "", "099 123 456", "no", "ECU", "Ibarra"),
        ),
        (102, "José", "Muñoz", "M", "", 42, "Máster", "", "", "", "sí", "", ""),
    ),
}
TEMPLATE_NAMES: Mapping[ImportKind, str] = {
    "teams": "equipos",
    "judges": "jueces",
    "runners": "corredores",
}
