"""Whose things each route reads or writes, decided one by one: a new one fails until it is."""

from enum import Enum


class Whose(Enum):
    """What holds of whose thing a route is asked for."""

    NOBODYS = "the same for everybody, or about the very account that is asked with"
    PUBLISHED = "everybody's, of what is published; of nothing else"
    OWN = "a judge's own only; organizers may read all"
    ANNOUNCERS = "of one race, for who holds its key"
    ORGANIZERS = "for organizers, each of whom has everything"
    PROGRAMS = "how the server works, for programs on this machine; nothing of anybody's"
    COMMANDS = "for commands on this machine, by the signing key"


# Methods and path. Words in braces are what the path says a thing of.
ROUTES: dict[Whose, str] = {
    Whose.NOBODYS: """
        GET,POST /api/primer-organizador/
        POST /api/login/
        POST /api/login/codigo/
        POST /api/token/
        POST /api/token/refresh/
        POST /api/refresh/
        POST /api/logout/
        GET /api/me/
        POST /api/ws-ticket/
        GET /api/competencias/publicas/
        GET /api/direcciones/
        GET /api/confianza/
        GET /confianza/autoridad.crt
        GET /confianza/autoridad.mobileconfig
        GET /api/qr/
        GET /api/schema/
        GET /api/health/
        GET /health
        GET /system-status
    """,
    Whose.PUBLISHED: """
        GET /api/competencias/{competition_id}/resultados/
        GET /api/competencias/{competition_id}/publicaciones/
        GET /api/competencias/{competition_id}/publicaciones/{version}/cambios/
        GET /api/competencias/{competition_id}/dorsales/{bib}/
        GET /api/competencias/{competition_id}/clasificacion-equipos/
    """,
    Whose.OWN: """
        GET /api/competencias/
        GET /api/competencias/{competition_id}/
        GET /api/competencias/{competition_id}/corredores/
        GET /api/equipos/
        GET /api/equipos/{team_id}/
        GET /api/equipos/{team_id}/registros/estado/
        POST /api/equipos/{team_id}/registros/
        POST /api/enviar_tiempos/
        GET /api/mis-lineas/
        POST /api/lineas/{line_id}/marcas/
    """,
    Whose.ANNOUNCERS: """
        GET /api/competencias/{competition_id}/locutor/
    """,
    Whose.ORGANIZERS: """
        POST /api/competencias/
        PATCH,DELETE /api/competencias/{competition_id}/
        POST /api/competencias/{competition_id}/iniciar/
        POST /api/competencias/{competition_id}/detener/
        POST /api/competencias/{competition_id}/reanudar/
        POST /api/competencias/{competition_id}/corregir-salida/
        GET /api/competencias/{competition_id}/publicacion/
        POST /api/competencias/{competition_id}/publicar/
        POST /api/competencias/{competition_id}/reabrir/
        POST,DELETE /api/competencias/{competition_id}/locutor/
        GET,PUT /api/competencias/{competition_id}/marcas-del-recorrido/
        GET,PUT /api/competencias/{competition_id}/puntaje-equipos/
        GET,PUT /api/competencias/{competition_id}/premios/
        GET /api/competencias/{competition_id}/lista-premios/
        POST /api/competencias/{competition_id}/repartir/
        GET,PUT /api/competencias/{competition_id}/categorias/
        GET /api/competencias/{competition_id}/hojas/
        GET /api/competencias/{competition_id}/tablas/
        GET,PUT /api/competencias/{competition_id}/certificado/
        POST /api/competencias/{competition_id}/certificado/vista/
        GET /api/competencias/{competition_id}/certificados/
        GET,POST /api/corredores/
        GET,PATCH,DELETE /api/corredores/{runner_id}/
        GET /api/corredores/{runner_id}/resultado/
        GET,POST /api/olas/
        GET,PATCH,DELETE /api/olas/{wave_id}/
        POST /api/olas/{wave_id}/iniciar/
        POST /api/olas/{wave_id}/reiniciar/
        POST /api/olas/{wave_id}/corregir-salida/
        GET,POST /api/lineas/
        GET,PATCH,DELETE /api/lineas/{line_id}/
        PUT /api/lineas/{line_id}/jueces/
        POST /api/lineas/{line_id}/emparejar/
        GET /api/lineas/{line_id}/conciliacion/
        POST /api/lineas/{line_id}/reparar/
        GET /api/lineas/{line_id}/pasos/
        GET /api/lineas/{line_id}/cronometristas/
        GET /api/marcas/
        GET,POST /api/correcciones/
        POST /api/correcciones/deshacer/
        POST /api/correcciones/{correction_id}/deshacer/
        POST /api/equipos/
        POST /api/equipos/asignar/
        PATCH,DELETE /api/equipos/{team_id}/
        GET,POST /api/jueces/
        POST /api/jueces/tarjetas/
        POST /api/jueces/contrasenas/
        GET,PATCH,DELETE /api/jueces/{judge_id}/
        GET /api/contrasenas/sugerencia/
        GET /api/rechazados/
        POST /api/rechazados/aceptar/
        POST /api/rechazados/{refused_id}/aceptar/
        POST /api/rechazados/{refused_id}/descartar/
        POST /api/rechazados/{refused_id}/recuperar/
        POST /api/rescate/
        GET,POST,DELETE /api/ensayo/
        GET /api/ensayo/portatil/
        GET,POST /api/respaldos/
        POST /api/respaldos/memorias/
        POST /api/respaldos/archivo/
        GET /api/respaldos/{backup_name}/
        GET /api/respaldos/{backup_name}/contenido/
        POST /api/respaldos/{backup_name}/restaurar/
        GET /api/funcionamiento/
        GET /api/funcionamiento/registro/
        GET /api/retirados/
        POST /api/retirados/devolver/
        POST /api/importaciones/
        GET /api/importaciones/plantilla/
        GET,DELETE /api/papelera/
        DELETE /api/papelera/competencias/{competition_id}/
        POST /api/papelera/competencias/{competition_id}/restaurar/
        POST /api/papelera/equipos/{team_id}/restaurar/
        GET /api/auditoria/
        GET /api/auditoria/descarga/
    """,
    Whose.PROGRAMS: """
        GET /metrics
    """,
    Whose.COMMANDS: """
        POST /api/local/
    """,
}
DECISIONS = {
    (method, line.split()[1]): whose
    for whose, text in ROUTES.items()
    for line in text.split("\n")
    if line.strip()
    for method in line.split()[0].split(",")
}

# Of the sockets, and of what a judge says over its own.
SOCKETS = {
    "/ws/juez/{judge_id}/": Whose.OWN,
    "/ws/competencia/{competition_id}/": Whose.PUBLISHED,
    "/ws/organizador/": Whose.ORGANIZERS,
}
MESSAGES = {
    "registrar_tiempo": Whose.OWN,
    "registrar_tiempos": Whose.OWN,
    "retirar_registro": Whose.OWN,
    "devolver_registro": Whose.OWN,
    "comprobar_registros": Whose.OWN,
    "marcar": Whose.OWN,
    "corregir_marca": Whose.OWN,
    "comprobar_marcas": Whose.OWN,
    # It names nothing of anybody's, and is thrown away.
    "toque_prueba": Whose.NOBODYS,
    "ping": Whose.NOBODYS,
}
